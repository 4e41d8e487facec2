package io.elchi.server.messages;

/// Creates the partitions of the next days and drops those beyond their retention.
@FunctionalInterface
public interface Retention {
    /// Does what is due; to be called every hour or so.
    void maintain();
}
