package io.elchi.server.entrances;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import io.elchi.server.entrances.PendingCallback.Key;
import io.elchi.server.intake.CallbackRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Rows of messages whose results are wanted, and of requests that wait.
final class CallbackStore implements CallbackRequest.CallbackRows {
    private static final String KEY = "message_id = ? AND login_id = ? AND event_id = ? AND step = ?";

    /// Rows of one look: each host has its first ones among them.
    private static final int MOST_DUE = 2_000;

    private final Database database;
    private final Clock clock;

    CallbackStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void insert(Tx tx, Map<MessageId, CallbackRequest> requests) throws SQLException {
        OffsetDateTime now = utc(clock.now());
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO entrances.callbacks (message_id, account_id, login_id, protocol, url,"
                        + " posts, wanted, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Map.Entry<MessageId, CallbackRequest> each : requests.entrySet()) {
                CallbackRequest request = each.getValue();
                insert.setObject(1, each.getKey().uuid());
                insert.setLong(2, request.accountId());
                insert.setLong(3, request.loginId());
                insert.setString(4, request.protocol());
                insert.setString(5, request.url());
                insert.setBoolean(6, request.posts());
                insert.setInt(7, request.wanted());
                insert.setObject(8, now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// Requests that are about no event.
    void add(Collection<PendingCallback> requests) {
        if (!requests.isEmpty()) {
            database.transactions().run(tx -> {
                add(tx, requests);
                return null;
            });
        }
    }

    /// Adds requests that are due at once.
    void add(Tx tx, Collection<PendingCallback> requests) throws SQLException {
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO entrances.requests (message_id, login_id, event_id, step, account_id,"
                        + " protocol, host, url, form, due, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            for (PendingCallback each : requests) {
                set(insert, each.key());
                insert.setLong(5, each.accountId());
                insert.setString(6, each.form().text());
                insert.setString(7, each.host());
                insert.setString(8, each.url());
                insert.setString(9, each.body());
                insert.setObject(10, utc(each.createdAt()));
                insert.setObject(11, utc(each.createdAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, Key key) throws SQLException {
        statement.setObject(1, key.messageId());
        statement.setLong(2, key.loginId());
        statement.setLong(3, key.eventId());
        statement.setInt(4, key.step());
    }

    /// Which tables have rows.
    record Work(boolean callbacks, boolean requests) {}

    Work work() {
        return database.jdbc()
                .sql("SELECT EXISTS (SELECT FROM entrances.callbacks), EXISTS (SELECT FROM entrances.requests)")
                .query((row, _) -> new Work(row.getBoolean(1), row.getBoolean(2)))
                .single();
    }

    /// Those of these messages that have one.
    Map<UUID, CallbackRow> rows(Tx tx, Set<UUID> messages) throws SQLException {
        Map<UUID, CallbackRow> rows = new HashMap<>();
        try (PreparedStatement select =
                tx.connection().prepareStatement("SELECT * FROM entrances.callbacks WHERE message_id = ANY (?)")) {
            select.setArray(1, tx.connection().createArrayOf("uuid", messages.toArray()));
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    UUID id = found.getObject("message_id", UUID.class);
                    rows.put(
                            id,
                            new CallbackRow(
                                    id,
                                    found.getLong("account_id"),
                                    found.getLong("login_id"),
                                    CallbackForm.of(found.getString("protocol")),
                                    new PendingCallback.Target(found.getString("url"), found.getBoolean("posts")),
                                    found.getInt("wanted"),
                                    found.getBoolean("submitted")));
                }
            }
        }
        return rows;
    }

    /// The requests about the submissions of these were made.
    void submitted(Tx tx, Set<UUID> messages) throws SQLException {
        update(tx, "UPDATE entrances.callbacks SET submitted = true WHERE message_id = ANY (?)", messages);
    }

    /// Nothing more comes of these.
    void remove(Tx tx, Set<UUID> messages) throws SQLException {
        update(tx, "DELETE FROM entrances.callbacks WHERE message_id = ANY (?)", messages);
    }

    private static void update(Tx tx, String sql, Set<UUID> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setArray(1, tx.connection().createArrayOf("uuid", messages.toArray()));
            update.executeUpdate();
        }
    }

    /// Hosts with requests, in their order.
    ///
    /// @param after of the last host that was looked at
    List<String> hosts(String after, int limit) {
        return database.jdbc()
                .sql("WITH RECURSIVE hosts (host, n) AS ("
                        + "(SELECT host, 1 FROM entrances.requests WHERE host > ? ORDER BY host LIMIT 1)"
                        + " UNION ALL SELECT (SELECT r.host FROM entrances.requests r WHERE r.host > h.host"
                        + " ORDER BY r.host LIMIT 1), h.n + 1 FROM hosts h WHERE h.host IS NOT NULL AND h.n < ?)"
                        + " SELECT host FROM hosts WHERE host IS NOT NULL ORDER BY host")
                .params(after, limit)
                .query(String.class)
                .list();
    }

    /// What is due at each of these hosts, the oldest first. A request waits for earlier ones of its message.
    ///
    /// @param except accounts that have no place: their requests must not hide those of others
    List<PendingCallback> due(Collection<String> hosts, Collection<Long> except, int ofEach, Instant now) {
        return database.jdbc()
                .sql("SELECT d.* FROM unnest(?::text[]) AS h (host) CROSS JOIN LATERAL"
                        + " (SELECT r.*, row_number() OVER (ORDER BY r.due, r.event_id) AS turn"
                        + " FROM entrances.requests r WHERE r.host = h.host AND r.due <= ?"
                        + " AND r.account_id <> ALL (?::bigint[])"
                        + " AND NOT EXISTS (SELECT FROM entrances.requests b WHERE b.message_id = r.message_id"
                        + " AND b.login_id = r.login_id AND (b.event_id, b.step) < (r.event_id, r.step))"
                        + " ORDER BY r.due, r.event_id LIMIT ?) d ORDER BY d.turn, d.due LIMIT " + MOST_DUE)
                .params(hosts.toArray(String[]::new), utc(now), except.toArray(Long[]::new), ofEach)
                .query((row, _) -> new PendingCallback(
                        new Key(
                                row.getObject("message_id", UUID.class),
                                row.getLong("login_id"),
                                row.getLong("event_id"),
                                row.getInt("step")),
                        row.getLong("account_id"),
                        CallbackForm.of(row.getString("protocol")),
                        row.getString("host"),
                        row.getString("url"),
                        row.getString("form"),
                        row.getInt("attempts"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /// These were accepted, or are dropped.
    void done(Tx tx, Collection<Key> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement delete =
                tx.connection().prepareStatement("DELETE FROM entrances.requests WHERE " + KEY)) {
            for (Key key : keys) {
                set(delete, key);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /// These are made again.
    ///
    /// @param due the time of each
    void again(Tx tx, Map<Key, Instant> due) throws SQLException {
        if (due.isEmpty()) {
            return;
        }
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE entrances.requests SET attempts = attempts + 1, due = ? WHERE " + KEY)) {
            for (Map.Entry<Key, Instant> each : due.entrySet()) {
                Key key = each.getKey();
                update.setObject(1, utc(each.getValue()));
                update.setObject(2, key.messageId());
                update.setLong(3, key.loginId());
                update.setLong(4, key.eventId());
                update.setInt(5, key.step());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /// Removes what is too old.
    ///
    /// @return how many requests
    int forget(Instant callbacksBefore, Instant requestsBefore) {
        forget("DELETE FROM entrances.callbacks WHERE created_at < ?", callbacksBefore);
        return forget("DELETE FROM entrances.requests WHERE created_at < ?", requestsBefore);
    }

    private int forget(String sql, Instant before) {
        return database.jdbc().sql(sql).param(utc(before)).update();
    }

    /// Removes the oldest requests of accounts that have more than so many.
    ///
    /// @return how many
    int trim(int most) {
        return database.jdbc()
                .sql("DELETE FROM entrances.requests r USING (SELECT message_id, login_id, event_id, step,"
                        + " row_number() OVER (PARTITION BY account_id ORDER BY created_at DESC, event_id DESC, step DESC)"
                        + " AS n FROM entrances.requests) o WHERE o.n > ? AND r.message_id = o.message_id"
                        + " AND r.login_id = o.login_id AND r.event_id = o.event_id AND r.step = o.step")
                .param(most)
                .update();
    }

    long waiting() {
        return database.jdbc()
                .sql("SELECT count(*) FROM entrances.requests")
                .query(Long.class)
                .single();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
