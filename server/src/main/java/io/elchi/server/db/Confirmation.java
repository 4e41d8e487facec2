package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/// Knows whether what was read may be lost in a failover. A server with a synchronous standby shows rows that the
/// standby does not have in two cases: it was restarted while a commit waited for the standby, or somebody broke
/// that wait off. A commit that is confirmed later says that the standby has everything before it.
///
/// A connection that is new may be one to a server that was restarted. So after each new connection, and after
/// each commit whose wait was broken off, one small commit is made before anybody acts on what was read. Without a
/// standby it is as cheap as a commit.
final class Confirmation {
    /// Writes to the log, so that the commit waits for the standby, and to no table.
    private static final String WRITE = "SELECT pg_logical_emit_message(true, 'elchi', '')";
    /// PostgreSQL, appendix A: query_canceled.
    private static final String BROKEN_OFF = "57014";

    private final AtomicLong doubts = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();

    /// What is read from now on may be lost.
    void doubt() {
        doubts.incrementAndGet();
    }

    /// Returns when what was read before the call is safe.
    ///
    /// @throws NotCommittedException it may be lost; to be tried again
    void confirm(DataSource pool) {
        long doubt = doubts.get();
        if (settled.get() >= doubt) {
            return;
        }
        try (Connection connection = pool.getConnection()) {
            doubt = Math.max(doubt, doubts.get());
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(WRITE);
            }
            connection.commit();
            refuseWarning(connection);
        } catch (SQLException e) {
            throw new NotCommittedException(e);
        }
        settled.accumulateAndGet(doubt, Math::max);
    }

    /// To be called after a commit: a cancelled wait for the standby is a success with a warning.
    ///
    /// @throws SQLException the commit is done here, and perhaps not on the standby
    void refuseWarning(Connection connection) throws SQLException {
        SQLWarning warning = connection.getWarnings();
        if (warning != null) {
            doubt();
            throw new SQLTransientException(warning.getMessage(), BROKEN_OFF, warning);
        }
    }
}
