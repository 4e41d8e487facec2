package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/// Connects to a server that may be away for a moment: it asks again and again, evenly, for some time. A pool that
/// is told each failure asks after twice the time each, and finds out seconds late that the server is back.
final class RetryingDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;
    private static final long AGAIN_MILLIS = 50;
    /// PostgreSQL, appendix A: the connection cannot be made; the server is starting or stopping.
    private static final Set<String> AWAY = Set.of("08001", "57P03");

    private final long timeoutNanos;
    private final transient Runnable connected;

    /// @param connected is called after each new connection
    RetryingDataSource(Duration timeout, Runnable connected) {
        timeoutNanos = timeout.toNanos();
        this.connected = connected;
    }

    @Override
    public Connection getConnection() throws SQLException {
        long end = System.nanoTime() + timeoutNanos;
        while (true) {
            try {
                Connection connection = super.getConnection();
                connected.run();
                return connection;
            } catch (SQLException e) {
                if (!AWAY.contains(e.getSQLState()) || System.nanoTime() - end > 0) {
                    throw e;
                }
                sleep(e);
            }
        }
    }

    private static void sleep(SQLException failure) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
