package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Transactions over the stores in memory, one at a time, with whatever end the test wants.
public final class MemoryTransactions implements Transactions {
    /// How a transaction ends.
    public enum End {
        COMMITTED,
        NOT_COMMITTED,
        UNKNOWN_COMMITTED,
        UNKNOWN_NOT_COMMITTED,
        CRASH_BEFORE_COMMIT,
        CRASH_AFTER_COMMIT
    }

    /// The process dies: nothing catches this but the simulation.
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        public Crash() {
            super("the process dies", null, false, false);
        }
    }

    /// Decides.
    @FunctionalInterface
    public interface Fate {
        End next();
    }

    /// What a store does in a transaction, with the way back.
    public static final class MemoryTx implements Tx {
        private final Deque<Runnable> undo = new ArrayDeque<>();

        @Override
        public Connection connection() {
            throw new UnsupportedOperationException("this transaction is in memory");
        }

        public void undo(Runnable step) {
            undo.push(step);
        }

        private void rollBack() {
            undo.forEach(Runnable::run);
        }
    }

    private Fate fate;

    public MemoryTransactions(Fate fate) {
        this.fate = fate;
    }

    public void fate(Fate next) {
        fate = next;
    }

    @Override
    public <T> T run(Work<T> work) {
        MemoryTx tx = new MemoryTx();
        T result;
        try {
            result = work.in(tx);
        } catch (RuntimeException | Error e) {
            tx.rollBack();
            throw e;
        } catch (Exception e) {
            tx.rollBack();
            throw new NotCommittedException(e);
        }
        switch (fate.next()) {
            case COMMITTED -> {}
            case NOT_COMMITTED -> {
                tx.rollBack();
                throw new NotCommittedException(new SQLException("the database is away", "08006"));
            }
            case UNKNOWN_COMMITTED -> throw new CommitUnknownException(new SQLException("no answer", "08006"));
            case UNKNOWN_NOT_COMMITTED -> {
                tx.rollBack();
                throw new CommitUnknownException(new SQLException("no answer", "08006"));
            }
            case CRASH_BEFORE_COMMIT -> {
                tx.rollBack();
                throw new Crash();
            }
            case CRASH_AFTER_COMMIT -> throw new Crash();
        }
        return result;
    }
}
