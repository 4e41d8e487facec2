package io.elchi.server.webhooks;

import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.LoggedEvent;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Replays in PostgreSQL, and the events that they make wait for another attempt.
final class ReplayStore {
    /// With what became of the events: those that were accepted are counted in the row from time to time. One
    /// without an attempt was accepted before the replay, which was canceled.
    private static final String SELECT = "SELECT r.*,"
            + " (SELECT count(*) FROM webhooks.deliveries d WHERE d.replay_id = r.id AND d.state = 'delivered'"
            + " AND d.attempts > 0) AS newly_accepted, CASE WHEN r.state = 'running' THEN (SELECT count(*) FROM webhooks.deliveries d"
            + " WHERE d.replay_id = r.id AND d.state = 'dead') ELSE r.given_up END AS given_up_now,"
            + " (SELECT count(*) FROM webhooks.deliveries d WHERE d.replay_id = r.id AND d.state = 'waiting') AS waiting"
            + " FROM webhooks.replays r ";

    private final Database database;
    private final EventLog log;

    ReplayStore(Database database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /// What a client asks for.
    ///
    /// @param after events with greater ids
    /// @param last the greatest id
    record Range(Instant since, Instant until, boolean delivered, long after, long last) {}

    /// A replay that is running.
    ///
    /// @param range `after` is how far it is
    record Running(long id, long endpointId, Range range) {}

    /// Adds a replay, and forgets the oldest ones of the endpoint.
    ///
    /// @param most that are kept
    /// @return empty when one is running already
    Optional<Replay> add(long endpointId, Range range, Instant now, int most) {
        Optional<Long> id = database.jdbc()
                .sql("INSERT INTO webhooks.replays (endpoint_id, since, until, delivered, position, last, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (endpoint_id) WHERE state = 'running' DO NOTHING"
                        + " RETURNING id")
                .params(
                        endpointId,
                        utc(range.since),
                        utc(range.until),
                        range.delivered,
                        range.after,
                        range.last,
                        utc(now))
                .query(Long.class)
                .optional();
        database.jdbc()
                .sql("DELETE FROM webhooks.replays WHERE endpoint_id = ? AND state <> 'running' AND id <="
                        + " (SELECT id FROM webhooks.replays WHERE endpoint_id = ? ORDER BY id DESC OFFSET ? LIMIT 1)")
                .params(endpointId, endpointId, most)
                .update();
        return id.flatMap(added -> load(database.jdbc(), endpointId, added));
    }

    /// Newest first.
    List<Replay> list(long endpointId) {
        return database.reads()
                .sql(SELECT + "WHERE r.endpoint_id = ? ORDER BY r.id DESC")
                .param(endpointId)
                .query((row, _) -> replay(row))
                .list();
    }

    Optional<Replay> load(long endpointId, long id) {
        return load(database.reads(), endpointId, id);
    }

    private static Optional<Replay> load(JdbcClient jdbc, long endpointId, long id) {
        return jdbc.sql(SELECT + "WHERE r.endpoint_id = ? AND r.id = ?")
                .params(endpointId, id)
                .query((row, _) -> replay(row))
                .optional();
    }

    /// Ends a replay that is running. What still waits is as it was before a moment later ([#takeBack]).
    void cancel(long id, Instant now) {
        database.jdbc()
                .sql("UPDATE webhooks.replays r SET state = 'canceled', ended_at = ?, given_up ="
                        + " (SELECT count(*) FROM webhooks.deliveries d WHERE d.replay_id = r.id AND d.state = 'dead')"
                        + " WHERE id = ? AND state = 'running'")
                .params(utc(now), id)
                .update();
    }

    /// Events of canceled replays wait no more. An attempt that was under way then may have made one wait again.
    void takeBack() {
        database.jdbc()
                .sql("UPDATE webhooks.deliveries d SET next_at = NULL,"
                        + " state = CASE WHEN d.last_error IS NULL THEN 'delivered' ELSE 'dead' END"
                        + " FROM webhooks.replays r WHERE r.id = d.replay_id AND r.state = 'canceled'"
                        + " AND d.state = 'waiting'")
                .update();
    }

    /// Those with greater ids, ascending.
    List<Running> running(long after, int limit) {
        return database.jdbc()
                .sql("SELECT * FROM webhooks.replays WHERE state = 'running' AND id > ? ORDER BY id LIMIT ?")
                .params(after, limit)
                .query((row, _) -> new Running(
                        row.getLong("id"),
                        row.getLong("endpoint_id"),
                        new Range(
                                time(row, "since"),
                                time(row, "until"),
                                row.getBoolean("delivered"),
                                row.getLong("position"),
                                row.getLong("last"))))
                .list();
    }

    /// Counts the events that were accepted, which need no row any more.
    ///
    /// @return how many events wait; with none, all are counted
    int count(long id) {
        int waiting = database.jdbc()
                .sql("SELECT count(*) FROM webhooks.deliveries WHERE replay_id = ? AND state = 'waiting'")
                .param(id)
                .query(Integer.class)
                .single();
        database.jdbc()
                .sql("WITH done AS (DELETE FROM webhooks.deliveries WHERE replay_id = ? AND state = 'delivered'"
                        + " RETURNING 1) UPDATE webhooks.replays SET accepted = accepted + (SELECT count(*) FROM done)"
                        + " WHERE id = ? AND EXISTS (SELECT FROM done)")
                .params(id, id)
                .update();
        return waiting;
    }

    /// Ends a replay whose events are all accepted or given up.
    void finish(long id, Instant now) {
        database.jdbc()
                .sql("UPDATE webhooks.replays r SET state = 'finished', ended_at = ?, given_up ="
                        + " (SELECT count(*) FROM webhooks.deliveries d WHERE d.replay_id = r.id AND d.state = 'dead')"
                        + " WHERE id = ? AND state = 'running'")
                .params(utc(now), id)
                .update();
    }

    /// The ids of events of the range that have a row and do not wait, the first ones of them.
    List<Long> known(Running replay, int limit) {
        return database.jdbc()
                .sql("SELECT event_id FROM webhooks.deliveries WHERE endpoint_id = ? AND event_id > ? AND event_id <= ?"
                        + " AND created_at >= ? AND created_at < ? AND (state = 'dead' OR ? AND state = 'delivered')"
                        + " ORDER BY event_id LIMIT ?")
                .params(
                        replay.endpointId,
                        replay.range.after,
                        replay.range.last,
                        utc(replay.range.since),
                        utc(replay.range.until),
                        replay.range.delivered,
                        limit)
                .query(Long.class)
                .list();
    }

    /// Makes events wait for an attempt, and remembers how far the replay is, in one transaction.
    ///
    /// @param known ids of events that have a row
    /// @param logged further events, which may have one
    ///
    /// @return how many wait now; -1: nothing was done, since the replay is elsewhere or ended
    int queue(Running replay, List<Long> known, List<LoggedEvent> logged, long upTo, Instant now) {
        return database.transactions().run(tx -> {
            // Another process may have done it, or the client may have canceled it.
            if (!moved(tx, replay, upTo)) {
                return -1;
            }
            int queued = again(tx, replay, known, now) + insert(tx, replay, logged, now);
            try (PreparedStatement update =
                    tx.connection().prepareStatement("UPDATE webhooks.replays SET events = events + ? WHERE id = ?")) {
                update.setInt(1, queued);
                update.setLong(2, replay.id);
                update.executeUpdate();
            }
            return queued;
        });
    }

    private static boolean moved(Tx tx, Running replay, long upTo) throws SQLException {
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE webhooks.replays SET position = ?"
                        + " WHERE id = ? AND position = ? AND state = 'running'")) {
            update.setLong(1, upTo);
            update.setLong(2, replay.id);
            update.setLong(3, replay.range.after);
            return update.executeUpdate() > 0;
        }
    }

    private static int again(Tx tx, Running replay, List<Long> known, Instant now) throws SQLException {
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE webhooks.deliveries SET state = 'waiting', attempts = 0, next_at = ?,"
                        + " updated_at = ?, replay_id = ? WHERE endpoint_id = ? AND event_id = ANY (?)"
                        + " AND state <> 'waiting'")) {
            update.setObject(1, utc(now));
            update.setObject(2, utc(now));
            update.setLong(3, replay.id);
            update.setLong(4, replay.endpointId);
            update.setArray(5, tx.connection().createArrayOf("int8", known.toArray()));
            return update.executeUpdate();
        }
    }

    private int insert(Tx tx, Running replay, List<LoggedEvent> events, Instant now) throws SQLException {
        int inserted = 0;
        try (PreparedStatement upsert = tx.connection()
                .prepareStatement("INSERT INTO webhooks.deliveries AS d (endpoint_id, event_id, message_id, type,"
                        + " payload, state, attempts, next_at, created_at, updated_at, replay_id)"
                        + " VALUES (?, ?, ?, ?, ?, 'waiting', 0, ?, ?, ?, ?)"
                        + " ON CONFLICT (endpoint_id, event_id) DO UPDATE SET state = 'waiting', attempts = 0,"
                        + " next_at = excluded.next_at, updated_at = excluded.updated_at,"
                        + " replay_id = excluded.replay_id WHERE d.state <> 'waiting'")) {
            for (LoggedEvent event : events) {
                byte[] payload = event.json(log.publicId(event.id()));
                upsert.setLong(1, replay.endpointId);
                upsert.setLong(2, event.id());
                upsert.setObject(
                        3, event.messageId() == null ? null : event.messageId().uuid());
                upsert.setString(4, event.type());
                upsert.setString(5, new String(payload, StandardCharsets.UTF_8));
                for (int column = 6; column <= 8; column++) {
                    upsert.setObject(column, utc(now));
                }
                upsert.setLong(9, replay.id);
                upsert.addBatch();
            }
            for (int count : upsert.executeBatch()) {
                inserted += count;
            }
        }
        return inserted;
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Replay replay(ResultSet row) throws SQLException {
        return new Replay(
                row.getLong("id"),
                row.getLong("endpoint_id"),
                time(row, "since"),
                time(row, "until"),
                row.getBoolean("delivered"),
                Replay.Phase.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("position") >= row.getLong("last"),
                new Replay.Progress(
                        row.getLong("events"),
                        row.getLong("accepted") + row.getLong("newly_accepted"),
                        row.getLong("given_up_now"),
                        row.getLong("waiting")),
                time(row, "created_at"),
                time(row, "ended_at"));
    }
}
