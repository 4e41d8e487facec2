package io.elchi.server.messages;

/// Says whose messages must wait. Answers from memory: it is asked for every part that is sent.
@FunctionalInterface
public interface SuspendedAccounts {
    /// Whether the account, or one above it, is suspended.
    boolean isSuspended(long accountId);
}
