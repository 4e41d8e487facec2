package io.elchi.server.messages;

/// Says whose messages must not be sent. Answers from memory: it is asked for every part that is sent.
@FunctionalInterface
public interface SuspendedAccounts {
    /// What becomes of an account's messages that wait.
    enum Suspension {
        NONE,
        /// The account, or one above it, is suspended.
        HOLD,
        /// The same, and who suspended it wants them canceled.
        CANCEL
    }

    Suspension of(long accountId);

    default boolean isSuspended(long accountId) {
        return of(accountId) != Suspension.NONE;
    }
}
