package io.elchi.server.events;

/// Creates the partitions of the next days and drops those beyond their retention.
@FunctionalInterface
public interface EventRetention {
    /// Does what is due; to be called every hour or so.
    void maintain();
}
