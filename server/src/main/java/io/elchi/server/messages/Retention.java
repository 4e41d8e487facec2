package io.elchi.server.messages;

/// Makes the partitions of the days to come and drops those that are too old.
@FunctionalInterface
public interface Retention {
    /// Does what is due; to be called every hour or so.
    void maintain();
}
