package io.elchi.server.traces;

/// Forgets PDUs that are older than a day.
@FunctionalInterface
public interface PduUpkeep {
    /// Does what is due; to be called every few minutes.
    void run();
}
