package io.elchi.server.webhooks;

import io.elchi.server.cluster.Lease;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Copy;
import io.elchi.server.db.CopyRows;
import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.webhooks.WebhookAttempt.Result;
import java.nio.charset.StandardCharsets;
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
import java.util.Optional;
import java.util.UUID;

/// Stores attempts, events that wait for another attempt, and how far each endpoint is.
final class DeliveryStore {
    private static final String ATTEMPTS = "webhooks.attempts"
            + " (endpoint_id, event_id, message_id, type, attempt, at, status, error, millis, accepted, failover)";
    private static final int ATTEMPT_COLUMNS = 11;
    private static final int OF_ONE = 100;

    private final Database database;
    private final Lease posting;
    private final EventLog log;

    DeliveryStore(Database database, Lease posting, EventLog log) {
        this.database = database;
        this.posting = posting;
        this.log = log;
    }

    String publicId(LoggedEvent event) {
        return log.publicId(event.id());
    }

    /// An event that waits.
    ///
    /// @param attempts that were made
    /// @param replayed whether a client asked for it again: later events of its message do not wait for it
    record DueDelivery(WebhookAttempt post, int attempts, boolean replayed) {}

    /// An event with what becomes of it.
    ///
    /// @param next when it is tried again; null: never
    /// @param dead given up, rather than delivered
    record DeliveryUpdate(WebhookAttempt post, int attempts, Instant next, boolean dead, String error) {
        private String state() {
            return next != null ? "waiting" : dead ? "dead" : "delivered";
        }
    }

    /// An event at an endpoint.
    record Key(long endpointId, long eventId) {}

    /// Stores, in one transaction: attempts, what waits or is over, and how far each endpoint is.
    void store(
            Collection<Result> attempts, Collection<DeliveryUpdate> verdicts, Map<String, Long> cursors, Instant now) {
        database.transactions().run(tx -> {
            posting.fence(tx);
            if (!attempts.isEmpty()) {
                Copy.into(tx, ATTEMPTS, rows(attempts));
            }
            if (!verdicts.isEmpty()) {
                storeVerdicts(tx, verdicts, now);
            }
            log.storeCursors(tx, cursors);
            return null;
        });
    }

    private static CopyRows rows(Collection<Result> attempts) {
        CopyRows rows = new CopyRows(160 * attempts.size());
        for (Result attempt : attempts) {
            rows.row(ATTEMPT_COLUMNS)
                    .int8(attempt.post().endpointId())
                    .int8(attempt.post().eventId());
            if (attempt.post().messageId() == null) {
                rows.nil();
            } else {
                rows.uuid(attempt.post().messageId());
            }
            rows.text(attempt.post().type()).int4(attempt.number()).time(attempt.at());
            if (attempt.status() == 0) {
                rows.nil();
            } else {
                rows.int4(attempt.status());
            }
            rows.text(attempt.error())
                    .int4(attempt.millis())
                    .bool(attempt.accepted())
                    .bool(attempt.failover());
        }
        return rows;
    }

    private static void storeVerdicts(Tx tx, Collection<DeliveryUpdate> verdicts, Instant now) throws SQLException {
        // An endpoint that was removed meanwhile has no deliveries.
        try (PreparedStatement upsert = tx.connection()
                .prepareStatement("INSERT INTO webhooks.deliveries (endpoint_id, event_id, message_id, type, payload,"
                        + " state, attempts, next_at, last_error, created_at, updated_at)"
                        + " SELECT e.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM webhooks.endpoints e WHERE e.id = ?"
                        + " ON CONFLICT (endpoint_id, event_id) DO UPDATE SET state = excluded.state,"
                        + " attempts = excluded.attempts, next_at = excluded.next_at,"
                        + " last_error = excluded.last_error, updated_at = excluded.updated_at")) {
            for (DeliveryUpdate verdict : verdicts) {
                WebhookAttempt post = verdict.post();
                upsert.setLong(1, post.eventId());
                upsert.setObject(
                        2, post.messageId() == null ? null : post.messageId().uuid());
                upsert.setString(3, post.type());
                upsert.setString(4, new String(post.body(), StandardCharsets.UTF_8));
                upsert.setString(5, verdict.state());
                upsert.setInt(6, verdict.attempts());
                upsert.setObject(7, verdict.next() == null ? null : utc(verdict.next()));
                upsert.setString(
                        8, verdict.error() == null ? null : verdict.error().replace('\0', '\uFFFD'));
                upsert.setObject(9, utc(now));
                upsert.setObject(10, utc(now));
                upsert.setLong(11, post.endpointId());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /// What is to be tried again by now: of each endpoint those that wait longest, one of each in turn. One that
    /// has many does not stand before the others. An event waits for earlier ones of its message.
    List<DueDelivery> due(Instant now, int limit) {
        return database.jdbc()
                .sql("SELECT d.*, e.account_id FROM webhooks.endpoints e CROSS JOIN LATERAL"
                        + " (SELECT w.*, row_number() OVER (ORDER BY w.next_at, w.event_id) AS turn"
                        + " FROM webhooks.deliveries w"
                        + " WHERE w.endpoint_id = e.id AND w.state = 'waiting' AND w.next_at <= ?"
                        + " AND NOT EXISTS (SELECT FROM webhooks.deliveries b WHERE b.endpoint_id = w.endpoint_id"
                        + " AND b.message_id = w.message_id AND b.event_id < w.event_id AND b.state = 'waiting')"
                        + " ORDER BY w.next_at, w.event_id LIMIT " + OF_ONE + ") d ORDER BY d.turn, d.next_at LIMIT ?")
                .params(utc(now), limit)
                .query((row, _) -> new DueDelivery(
                        new WebhookAttempt(
                                row.getLong("endpoint_id"),
                                row.getLong("account_id"),
                                row.getLong("event_id"),
                                log.publicId(row.getLong("event_id")),
                                message(row),
                                row.getString("type"),
                                row.getString("payload").getBytes(StandardCharsets.UTF_8)),
                        row.getInt("attempts"),
                        row.getObject("replay_id") != null))
                .list();
    }

    private static MessageId message(ResultSet row) throws SQLException {
        UUID message = row.getObject("message_id", UUID.class);
        return message == null ? null : MessageId.of(message);
    }

    /// The type of an event that was not accepted at its first attempt.
    Optional<String> type(long endpointId, long eventId) {
        return database.reads()
                .sql("SELECT type FROM webhooks.deliveries WHERE endpoint_id = ? AND event_id = ?")
                .params(endpointId, eventId)
                .query(String.class)
                .optional();
    }

    /// The messages with waiting events of an endpoint, and how many each has; at most so many rows. Replays do
    /// not count.
    Map<MessageId, Integer> waitingMessages(long endpointId, int limit) {
        Map<MessageId, Integer> waiting = new HashMap<>();
        database.jdbc()
                .sql("SELECT message_id FROM webhooks.deliveries WHERE endpoint_id = ? AND state = 'waiting'"
                        + " AND message_id IS NOT NULL AND replay_id IS NULL ORDER BY message_id DESC LIMIT ?")
                .params(endpointId, limit)
                .query((row, _) -> waiting.merge(message(row), 1, Integer::sum))
                .list();
        return waiting;
    }

    /// Drops what was delivered or given up before this time.
    ///
    /// @return how many
    int forget(Instant before) {
        return database.jdbc()
                .sql("DELETE FROM webhooks.deliveries WHERE state <> 'waiting' AND updated_at < ?")
                .param(utc(before))
                .update();
    }

    int waiting() {
        return database.jdbc()
                .sql("SELECT count(*) FROM webhooks.deliveries WHERE state = 'waiting'")
                .query(Integer.class)
                .single();
    }

    /// Makes what was given up wait again, from now on; also what was delivered, when asked for.
    ///
    /// @return how many
    int replay(long endpointId, Instant since, boolean delivered, Instant now) {
        return database.reads()
                .sql(
                        "UPDATE webhooks.deliveries SET state = 'waiting', attempts = 0, next_at = ?, updated_at = ?,"
                                + " replay_id = NULL WHERE endpoint_id = ? AND created_at >= ? AND (state = 'dead' OR ? AND state = 'delivered')")
                .params(utc(now), utc(now), endpointId, utc(since), delivered)
                .update();
    }

    /// An attempt as its client sees it.
    record Logged(
            long eventId,
            MessageId messageId,
            String type,
            int attempt,
            boolean failover,
            Instant at,
            int status,
            String error,
            int millis) {}

    /// The endpoint's last attempts, newest first.
    List<Logged> attempts(long endpointId, Instant before, int limit) {
        return database.reads()
                .sql("SELECT * FROM webhooks.attempts WHERE endpoint_id = ? AND at < ? ORDER BY at DESC LIMIT ?")
                .params(endpointId, utc(before), limit)
                .query((row, _) -> new Logged(
                        row.getLong("event_id"),
                        message(row),
                        row.getString("type"),
                        row.getInt("attempt"),
                        row.getBoolean("failover"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getInt("status"),
                        row.getString("error"),
                        row.getInt("millis")))
                .list();
    }
}
