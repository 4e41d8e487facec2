package io.elchi.server.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transactions of a PostgreSQL, at READ COMMITTED.
final class PgTransactions implements Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(PgTransactions.class);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final DataSource pool;
    private final Confirmation confirmation;

    PgTransactions(DataSource pool, Confirmation confirmation) {
        this.pool = pool;
        this.confirmation = confirmation;
    }

    @Override
    public void confirm() {
        confirmation.confirm(pool);
    }

    @Override
    public <T> T run(Work<T> work) {
        Connection connection;
        try {
            connection = pool.getConnection();
        } catch (SQLException e) {
            throw new NotCommittedException(e);
        }
        try {
            T result = worked(work, connection);
            commit(connection);
            return result;
        } finally {
            close(connection);
        }
    }

    private static <T> T worked(Work<T> work, Connection connection) {
        try {
            connection.setAutoCommit(false);
            return work.in(() -> connection);
        } catch (InterruptedException e) {
            rollBack(connection);
            Thread.currentThread().interrupt();
            throw new NotCommittedException(e);
        } catch (RuntimeException e) {
            rollBack(connection);
            throw e;
        } catch (Exception e) {
            rollBack(connection);
            throw new NotCommittedException(e);
        }
    }

    private void commit(Connection connection) {
        int process = 0;
        try {
            // A connection that is lost cannot be asked any more.
            process = connection.unwrap(PGConnection.class).getBackendPID();
            connection.commit();
            confirmation.refuseWarning(connection);
        } catch (SQLException e) {
            // What the server itself refuses (a deferred check, a serialization failure) is rolled back; anything else
            // means that its answer did not arrive.
            if (e.getSQLState() != null
                    && (e.getSQLState().startsWith("23") || e.getSQLState().startsWith("40"))) {
                throw new NotCommittedException(e);
            }
            awaitEnd(process);
            throw new CommitUnknownException(e);
        }
    }

    /// The connection is gone, but the server may be committing still: who looks for the transaction's rows before
    /// that has its end does not find them, and then they come. Waits for it, as long as one can wait.
    private void awaitEnd(int process) {
        long end = System.nanoTime() + END_WITHIN.toNanos();
        try {
            while (System.nanoTime() < end && commits(process)) {
                Thread.sleep(LOOK_EVERY);
            }
        } catch (SQLException e) {
            LOG.warn("cannot ask for the end of a commit: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean commits(int process) throws SQLException {
        try (Connection other = pool.getConnection();
                PreparedStatement select = other.prepareStatement("SELECT 1 FROM pg_stat_activity"
                        + " WHERE pid = ? AND state = 'active' AND query ILIKE 'commit%'")) {
            select.setInt(1, process);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("a rollback failed; the server rolls back when the connection ends", e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }
}
