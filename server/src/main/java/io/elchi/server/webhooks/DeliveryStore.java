package io.elchi.server.webhooks;

import io.elchi.server.cluster.Lease;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Copy;
import io.elchi.server.db.CopyRows;
import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import io.elchi.server.webhooks.WebhookAttempt.Result;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Stores attempts, and events that wait for another attempt.
final class DeliveryStore {
    private static final String ATTEMPTS =
            "webhooks.attempts" + " (endpoint_id, message_id, type, attempt, at, status, error, millis, accepted)";
    private static final int ATTEMPT_COLUMNS = 9;
    private static final int OF_ONE = 100;

    private final Database database;
    private final Lease messagePath;

    DeliveryStore(Database database, Lease messagePath) {
        this.database = database;
        this.messagePath = messagePath;
    }

    /// A post that waits.
    ///
    /// @param attempts that were made
    record DueDelivery(WebhookAttempt post, int attempts) {}

    /// A post with what becomes of it.
    ///
    /// @param next when it is tried again; null: never
    /// @param dead given up, rather than delivered
    record DeliveryUpdate(WebhookAttempt post, int attempts, Instant next, boolean dead, String error) {
        private String state() {
            return next != null ? "waiting" : dead ? "dead" : "delivered";
        }
    }

    /// A post and an endpoint, for telling what was done.
    record Done(long endpointId, MessageId messageId) {}

    /// Stores, in one transaction: attempts, what waits or is over, and how far everything is published.
    void store(Collection<Result> attempts, Collection<DeliveryUpdate> verdicts, Instant publishedUpTo, Instant now) {
        database.transactions().run(tx -> {
            messagePath.fence(tx);
            if (!attempts.isEmpty()) {
                Copy.into(tx, ATTEMPTS, rows(attempts));
            }
            if (!verdicts.isEmpty()) {
                storeVerdicts(tx, verdicts, now);
            }
            try (PreparedStatement progress = tx.connection()
                    .prepareStatement("INSERT INTO webhooks.progress (settled) VALUES (?)"
                            + " ON CONFLICT (only_one) DO UPDATE SET settled = excluded.settled")) {
                progress.setObject(1, utc(publishedUpTo));
                progress.executeUpdate();
            }
            return null;
        });
    }

    private static CopyRows rows(Collection<Result> attempts) {
        CopyRows rows = new CopyRows(160 * attempts.size());
        for (Result attempt : attempts) {
            rows.row(ATTEMPT_COLUMNS)
                    .int8(attempt.post().endpointId())
                    .uuid(attempt.post().messageId())
                    .text(attempt.post().type())
                    .int4(attempt.number())
                    .time(attempt.at());
            if (attempt.status() == 0) {
                rows.nil();
            } else {
                rows.int4(attempt.status());
            }
            rows.text(attempt.error()).int4(attempt.millis()).bool(attempt.accepted());
        }
        return rows;
    }

    private static void storeVerdicts(Tx tx, Collection<DeliveryUpdate> verdicts, Instant now) throws SQLException {
        // An endpoint that was removed meanwhile has no deliveries.
        try (PreparedStatement upsert = tx.connection()
                .prepareStatement("INSERT INTO webhooks.deliveries (endpoint_id, message_id, type, payload, state,"
                        + " attempts, next_at, last_error, created_at, updated_at)"
                        + " SELECT e.id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM webhooks.endpoints e WHERE e.id = ?"
                        + " ON CONFLICT (endpoint_id, message_id) DO UPDATE SET state = excluded.state,"
                        + " attempts = excluded.attempts, next_at = excluded.next_at,"
                        + " last_error = excluded.last_error, updated_at = excluded.updated_at")) {
            for (DeliveryUpdate verdict : verdicts) {
                upsert.setObject(1, verdict.post().messageId().uuid());
                upsert.setString(2, verdict.post().type());
                upsert.setString(3, new String(verdict.post().body(), StandardCharsets.UTF_8));
                upsert.setString(4, verdict.state());
                upsert.setInt(5, verdict.attempts());
                upsert.setObject(6, verdict.next() == null ? null : utc(verdict.next()));
                upsert.setString(
                        7, verdict.error() == null ? null : verdict.error().replace('\0', '\uFFFD'));
                upsert.setObject(8, utc(now));
                upsert.setObject(9, utc(now));
                upsert.setLong(10, verdict.post().endpointId());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /// What is to be tried again by now: of each endpoint those that wait longest, one of each in turn. One that
    /// has many does not stand before the others.
    List<DueDelivery> due(Instant now, int limit) {
        return database.jdbc()
                .sql("SELECT d.*, e.account_id FROM webhooks.endpoints e CROSS JOIN LATERAL"
                        + " (SELECT w.*, row_number() OVER (ORDER BY w.next_at) AS turn FROM webhooks.deliveries w"
                        + " WHERE w.endpoint_id = e.id AND w.state = 'waiting' AND w.next_at <= ?"
                        + " ORDER BY w.next_at LIMIT " + OF_ONE + ") d ORDER BY d.turn, d.next_at LIMIT ?")
                .params(utc(now), limit)
                .query((row, _) -> new DueDelivery(
                        new WebhookAttempt(
                                row.getLong("endpoint_id"),
                                row.getLong("account_id"),
                                MessageId.of(row.getObject("message_id", UUID.class)),
                                row.getString("type"),
                                row.getString("payload").getBytes(StandardCharsets.UTF_8)),
                        row.getInt("attempts")))
                .list();
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
                        "UPDATE webhooks.deliveries SET state = 'waiting', attempts = 0, next_at = ?, updated_at = ?"
                                + " WHERE endpoint_id = ? AND created_at >= ? AND (state = 'dead' OR ? AND state = 'delivered')")
                .params(utc(now), utc(now), endpointId, utc(since), delivered)
                .update();
    }

    /// Up to when everything was published; empty before the first time.
    Optional<Instant> progress() {
        return database.jdbc()
                .sql("SELECT settled FROM webhooks.progress")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /// Events that were accepted, wait, or were given up, of messages that ended since then.
    Set<Done> doneSince(Instant since) {
        Set<Done> done = new HashSet<>();
        database.jdbc()
                .sql("SELECT endpoint_id, message_id FROM webhooks.attempts WHERE at >= ? AND accepted"
                        + " UNION ALL SELECT endpoint_id, message_id FROM webhooks.deliveries WHERE created_at >= ?")
                .params(utc(since), utc(since))
                .query((row, _) -> done.add(new Done(row.getLong(1), MessageId.of(row.getObject(2, UUID.class)))))
                .list();
        return done;
    }

    /// An attempt as its client sees it.
    record Logged(MessageId messageId, String type, int attempt, Instant at, int status, String error, int millis) {}

    /// The endpoint's last attempts, newest first.
    List<Logged> attempts(long endpointId, Instant before, int limit) {
        return database.reads()
                .sql("SELECT * FROM webhooks.attempts WHERE endpoint_id = ? AND at < ? ORDER BY at DESC LIMIT ?")
                .params(endpointId, utc(before), limit)
                .query((row, _) -> new Logged(
                        MessageId.of(row.getObject("message_id", UUID.class)),
                        row.getString("type"),
                        row.getInt("attempt"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getInt("status"),
                        row.getString("error"),
                        row.getInt("millis")))
                .list();
    }
}
