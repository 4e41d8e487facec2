package io.elchi.server.db;

/// Runs work in transactions.
public interface Transactions {
    /// The work of a transaction.
    @FunctionalInterface
    interface Work<T> {
        T in(Tx tx) throws Exception;
    }

    /// Runs the work and commits. The work may run for nothing; it is not tried again.
    ///
    /// @throws NotCommittedException nothing of it is stored
    /// @throws CommitUnknownException the connection ended in the commit, or the wait for a standby was broken
    ///     off: all of it is stored and stays stored, or nothing
    <T> T run(Work<T> work);

    /// Returns when what was read before the call stays, even if a standby takes over. To be called between the
    /// reading of a row and anything that the world outside sees of it. It is free unless a connection was lost.
    ///
    /// @throws NotCommittedException it may be lost yet; to be tried again
    default void confirm() {}
}
