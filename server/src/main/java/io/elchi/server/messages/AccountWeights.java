package io.elchi.server.messages;

/// The weight of an account in the queues, for messages that are read back from the database.
@FunctionalInterface
public interface AccountWeights {
    /// @return at least 1
    int of(long accountId);
}
