package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// A connection of its own that hears notifications. Used by one thread.
public final class Channels implements AutoCloseable {
    private final Connection connection;
    private final Set<String> heard = new HashSet<>();

    /// A notification.
    public record Notice(String channel, String payload) {}

    Channels(Connection connection) {
        this.connection = connection;
    }

    /// Hears exactly these channels from now on.
    public void hear(Set<String> wanted) throws SQLException {
        if (heard.equals(wanted)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String channel : wanted) {
                if (heard.add(channel)) {
                    statement.execute("LISTEN " + statement.enquoteIdentifier(channel, true));
                }
            }
            for (String channel : Set.copyOf(heard)) {
                if (!wanted.contains(channel)) {
                    statement.execute("UNLISTEN " + statement.enquoteIdentifier(channel, true));
                    heard.remove(channel);
                }
            }
        }
    }

    /// What came, or comes in this time; empty when nothing does.
    public List<Notice> await(Duration time) throws SQLException {
        PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications((int) time.toMillis());
        List<Notice> notices = new ArrayList<>();
        if (notifications != null) {
            for (PGNotification each : notifications) {
                notices.add(new Notice(each.getName(), each.getParameter()));
            }
        }
        return notices;
    }

    /// For questions between two waits.
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
