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
    /// @throws CommitUnknownException the connection ended in the commit: all of it is stored, or nothing
    <T> T run(Work<T> work);
}
