package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transactions of a PostgreSQL, at READ COMMITTED.
final class PgTransactions implements Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(PgTransactions.class);

    private final DataSource pool;

    PgTransactions(DataSource pool) {
        this.pool = pool;
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

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            // What the server itself refuses (a deferred check, a serialization failure) is rolled back; anything else
            // means that its answer did not arrive.
            if (e.getSQLState() != null
                    && (e.getSQLState().startsWith("23") || e.getSQLState().startsWith("40"))) {
                throw new NotCommittedException(e);
            }
            throw new CommitUnknownException(e);
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
