package io.elchi.server.webhooks;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.events.EventLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/// The attempts to post the events of one message. Each attempt is stored for `webhooks.attempt_days`, whatever the
/// endpoint answered.
public final class MessageAttempts {
    /// Attempts of a message that are shown: the newest.
    public static final int MOST = 200;
    /// An attempt has the time of the process that made it, which may be behind that of the message's id.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Database database;
    private final EventLog log;

    MessageAttempts(Database database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /// An attempt.
    ///
    /// @param accountId the endpoint's
    /// @param url of the endpoint as it is now, without a query, which may have a secret
    /// @param failover whether it went to the second address
    /// @param status HTTP status; null: no answer
    /// @param error null when the endpoint accepted the event
    public record MessageAttempt(
            long accountId,
            long endpointId,
            String url,
            String eventId,
            String type,
            int attempt,
            boolean failover,
            OffsetDateTime at,
            Integer status,
            String error,
            int millis) {}

    /// At most [#MOST], newest first. Endpoints that were removed have none.
    ///
    /// @param accountId whose endpoints; 0: all
    public List<MessageAttempt> of(MessageId message, long accountId) {
        return database.reads()
                .sql("SELECT a.*, e.account_id, e.failover_url, e.url FROM webhooks.attempts a"
                        + " JOIN webhooks.endpoints e ON e.id = a.endpoint_id"
                        // The time leaves out what was dropped, and partitions of days before.
                        + " WHERE a.message_id = ? AND a.at >= ? AND (? = 0 OR e.account_id = ?)"
                        + " ORDER BY a.at DESC LIMIT ?")
                .params(
                        message.uuid(),
                        message.time().minus(CLOCKS_DIFFER).atOffset(ZoneOffset.UTC),
                        accountId,
                        accountId,
                        MOST)
                .query((row, _) -> attempt(row))
                .list();
    }

    private MessageAttempt attempt(ResultSet row) throws SQLException {
        boolean failover = row.getBoolean("failover");
        String second = row.getString("failover_url");
        return new MessageAttempt(
                row.getLong("account_id"),
                row.getLong("endpoint_id"),
                withoutQuery(failover && second != null ? second : row.getString("url")),
                log.publicId(row.getLong("event_id")),
                row.getString("type"),
                row.getInt("attempt"),
                failover,
                row.getObject("at", OffsetDateTime.class),
                row.getObject("status", Integer.class),
                row.getString("error"),
                row.getInt("millis"));
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
