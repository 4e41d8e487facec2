package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.core.TimeCursor;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/// Events whose endpoint accepted no attempt, of all accounts.
public final class GivenUpDeliveries {
    private final Database database;
    private final EventLog log;
    private final Clock clock;

    GivenUpDeliveries(Database database, EventLog log, Clock clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /// An event at an endpoint.
    ///
    /// @param messageId null: it is of no message
    /// @param givenUpAt after the last attempt
    public record GivenUpDelivery(
            long endpointId,
            long eventId,
            String publicEventId,
            long accountId,
            MessageId messageId,
            String type,
            int attempts,
            String error,
            Instant firstAt,
            Instant givenUpAt) {}

    /// Those that were given up last first.
    ///
    /// @param accountId 0: all
    public Page<GivenUpDelivery> page(long accountId, String cursor, int limit) {
        TimeCursor before = TimeCursor.of(cursor, Long.MAX_VALUE + "-" + Long.MAX_VALUE);
        String[] key = before.id().split("-", 2);
        List<GivenUpDelivery> found = database.reads()
                .sql("SELECT d.endpoint_id, d.event_id, d.message_id, d.type, d.attempts, d.last_error, d.created_at,"
                        + " d.updated_at, e.account_id FROM webhooks.deliveries d"
                        + " JOIN webhooks.endpoints e ON e.id = d.endpoint_id WHERE d.state = 'dead'"
                        + " AND (? = 0 OR e.account_id = ?) AND (d.updated_at, d.endpoint_id, d.event_id) < (?, ?, ?)"
                        + " ORDER BY d.updated_at DESC, d.endpoint_id DESC, d.event_id DESC LIMIT ?")
                .params(
                        accountId,
                        accountId,
                        before.at().atOffset(ZoneOffset.UTC),
                        Page.id(key[0], 0),
                        Page.id(key.length < 2 ? "none" : key[1], 0),
                        limit + 1)
                .query((row, _) -> delivery(row))
                .list();
        return Page.of(
                found, limit, last -> new TimeCursor(last.givenUpAt(), last.endpointId() + "-" + last.eventId()));
    }

    private GivenUpDelivery delivery(ResultSet row) throws SQLException {
        UUID message = row.getObject("message_id", UUID.class);
        return new GivenUpDelivery(
                row.getLong("endpoint_id"),
                row.getLong("event_id"),
                log.publicId(row.getLong("event_id")),
                row.getLong("account_id"),
                message == null ? null : MessageId.of(message),
                row.getString("type"),
                row.getInt("attempts"),
                row.getString("last_error"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    /// Posts it again, with the attempts of a new event.
    ///
    /// @return false when there is no such event that was given up
    public boolean retry(long endpointId, long eventId) {
        OffsetDateTime now = clock.now().atOffset(ZoneOffset.UTC);
        return database.handle(
                        "UPDATE webhooks.deliveries SET state = 'waiting', attempts = 0, next_at = ?, updated_at = ?,"
                                + " replay_id = NULL WHERE endpoint_id = ? AND event_id = ? AND state = 'dead'",
                        now,
                        now,
                        endpointId,
                        eventId)
                > 0;
    }

    /// @return false as with [#retry]
    public boolean discard(long endpointId, long eventId) {
        return database.handle(
                        "DELETE FROM webhooks.deliveries WHERE endpoint_id = ? AND event_id = ? AND state = 'dead'",
                        endpointId,
                        eventId)
                > 0;
    }
}
