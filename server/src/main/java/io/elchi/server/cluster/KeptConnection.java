package io.elchi.server.cluster;

import io.elchi.server.db.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// One connection for short statements that must not wait for the pool. It is opened at the first use and kept: a new
/// connection costs PostgreSQL a process and both sides a SCRAM exchange, several milliseconds of CPU together.
///
/// One thread at a time uses it.
final class KeptConnection implements AutoCloseable {
    private final Database database;
    private final String use;
    private final Duration socketTimeout;
    private final ReentrantLock turn = new ReentrantLock();
    private Connection connection;
    private boolean closed;

    /// @param use the end of its application name
    /// @param socketTimeout how long one answer of the database may take
    KeptConnection(Database database, String use, Duration socketTimeout) {
        this.database = database;
        this.use = use;
        this.socketTimeout = socketTimeout;
    }

    /// Statements over the connection, each its own transaction.
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Runs the work. A connection that ended since the last use is replaced before.
    ///
    /// @throws SQLException when the database cannot be reached, or the work fails; the connection is closed then
    <T> T run(Work<T> work) throws SQLException {
        turn.lock();
        try {
            if (closed) {
                try (Connection last = database.dedicated(use, socketTimeout)) {
                    return work.on(last);
                }
            }
            if (connection == null || !connection.isValid((int) socketTimeout.toSeconds())) {
                disconnect();
                connection = database.dedicated(use, socketTimeout);
            }
            try {
                return work.on(connection);
            } catch (SQLException e) {
                dropAfter(e);
                throw e;
            }
        } finally {
            turn.unlock();
        }
    }

    private void dropAfter(SQLException failure) {
        try {
            disconnect();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void disconnect() throws SQLException {
        try (Connection _ = connection) {
            connection = null;
        }
    }

    /// Later work opens a connection of its own.
    @Override
    public void close() throws SQLException {
        turn.lock();
        try {
            closed = true;
            disconnect();
        } finally {
            turn.unlock();
        }
    }
}
