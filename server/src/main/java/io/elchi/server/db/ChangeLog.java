package io.elchi.server.db;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads `db.changes`: which transactions changed a topic since a snapshot was loaded.
///
/// A snapshot remembers which transactions it has seen, as PostgreSQL tells it (`pg_current_snapshot`). The rows
/// of all others are new, in whatever order they drew their ids and committed: no writer is waited for. When rows
/// that a snapshot had not seen may be deleted, or another server answers, nothing is known of the changes.
final class ChangeLog {
    /// More keys than this are not looked up one by one.
    static final int MAX_KEYS = 200_000;

    private static final String HERE = "SELECT extract(epoch FROM pg_postmaster_start_time())"
            + " || coalesce(' ' || host(inet_server_addr()) || ':' || inet_server_port(), '') AS server,"
            + " pg_current_snapshot()::text AS seen";
    private static final String REACHES =
            "(SELECT bool_and(d.xid < pg_snapshot_xmin(%1$s)) IS TRUE FROM db.changes_deleted d)";
    private static final String NEW =
            "c.topic = %2$s AND c.xid >= pg_snapshot_xmin(%1$s) AND NOT pg_visible_in_snapshot(c.xid, %1$s)";
    private static final String CHECK = "SELECT t.topic, here.server, here.seen, here.server = t.server AND "
            + REACHES.formatted("t.seen::pg_snapshot")
            + " AND NOT EXISTS (SELECT FROM db.changes c WHERE " + NEW.formatted("t.seen::pg_snapshot", "t.topic")
            + ") AS current FROM (" + HERE + ") here, unnest(?::text[], ?::text[], ?::text[]) t (topic, server, seen)";
    private static final String POSITION = "SELECT server, seen, coalesce(server = ?::text AND "
            + REACHES.formatted("?::pg_snapshot") + ", false) AS reaches FROM (" + HERE + ") here";
    private static final String READ =
            "SELECT c.source, c.keys FROM db.changes c WHERE " + NEW.formatted("?::pg_snapshot", "?");
    private static final String DELETE = "WITH deleted AS (DELETE FROM db.changes"
            + " WHERE changed_at < now() - ?::interval AND xid < pg_snapshot_xmin(pg_current_snapshot()) RETURNING xid)"
            + " UPDATE db.changes_deleted d SET xid = m.xid FROM (SELECT max(xid) AS xid FROM deleted) m"
            + " WHERE m.xid > d.xid";
    private static final int FETCH = 500;

    private ChangeLog() {}

    /// Which transactions a snapshot has seen.
    ///
    /// @param server the PostgreSQL and its start: transaction numbers of another one say nothing
    /// @param seen as `pg_snapshot` is written
    record Position(String server, String seen) {}

    /// The answer of a check.
    ///
    /// @param current whether no transaction changed the topic between the position that was asked for and this
    ///     one
    record Check(Position position, boolean current) {}

    /// Compares the positions of topics with the database.
    static Map<String, Check> check(Connection connection, Map<String, Position> positions) throws SQLException {
        Map<String, Check> checks = new HashMap<>();
        List<Map.Entry<String, Position>> asked = List.copyOf(positions.entrySet());
        try (PreparedStatement select = connection.prepareStatement(CHECK)) {
            select.setArray(1, texts(connection, asked.stream().map(Map.Entry::getKey)));
            select.setArray(2, texts(connection, asked.stream().map(entry -> entry.getValue().server)));
            select.setArray(3, texts(connection, asked.stream().map(entry -> entry.getValue().seen)));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Position position = new Position(rows.getString(2), rows.getString(3));
                    checks.put(rows.getString(1), new Check(position, rows.getBoolean(4)));
                }
            }
        }
        return checks;
    }

    private static Array texts(Connection connection, java.util.stream.Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    /// Begins a transaction that sees one moment.
    static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
    }

    /// The position of this transaction.
    ///
    /// @param last of the snapshot in memory; null: none
    /// @return current: whether the log has every change since then
    static Check position(Connection connection, Position last) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(POSITION)) {
            select.setString(1, last == null ? null : last.server);
            select.setString(2, last == null ? null : last.seen);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Check(new Position(row.getString(1), row.getString(2)), row.getBoolean(3));
            }
        }
    }

    /// The changes of a topic since then; null when they are too many.
    static ChangedRows read(Connection connection, String topic, Position since) throws SQLException {
        ChangedRows changes = new ChangedRows();
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setFetchSize(FETCH);
            select.setString(1, topic);
            select.setString(2, since.seen);
            select.setString(3, since.seen);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Array keys = rows.getArray(2);
                    changes.add(rows.getString(1), keys == null ? null : Arrays.asList((String[]) keys.getArray()));
                    if (changes.count() > MAX_KEYS) {
                        return null;
                    }
                }
            }
        }
        return changes;
    }

    /// Deletes rows of more than this time ago, and remembers up to which transaction. Rows that a snapshot which
    /// is loaded now might not see stay.
    static void delete(Connection connection, String interval) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setString(1, interval);
            delete.executeUpdate();
        }
    }
}
