package io.elchi.server.events;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Copy;
import io.elchi.server.db.CopyRows;
import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The log in PostgreSQL. Events go in by COPY and are read by their ids.
final class PgEventLog implements EventLog {

    private static final String COLUMNS = "events.log (account_id, type, message_id, at, data, endpoint_id)";
    private static final int COLUMN_COUNT = 6;
    private static final int ROW_OCTETS = 600;
    /// The database adds up the octets: the driver holds all rows of an answer at once.
    private static final String PAGE = "SELECT * FROM (SELECT *, sum(octet_length(data)) OVER (ORDER BY id) AS octets"
            + " FROM (SELECT * FROM events.log WHERE %s ORDER BY id LIMIT ?) AS first_rows) AS summed"
            + " WHERE octets - octet_length(data) < ? ORDER BY id";

    private final Database database;
    private final Clock clock;
    private final Horizon horizon = new Horizon();
    private final Semaphore committed = new Semaphore(0);
    private final EventIds ids;

    PgEventLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        ids = new EventIds(database.jdbc()
                .sql("SELECT key FROM events.id_keys")
                .query((row, _) -> row.getBytes(1))
                .single());
    }

    @Override
    public OptionalLong id(String publicId) {
        return ids.parse(publicId);
    }

    @Override
    public String publicId(long id) {
        return ids.of(id);
    }

    @Override
    public void append(Tx tx, List<NewEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        CopyRows rows = new CopyRows(ROW_OCTETS * events.size());
        for (NewEvent event : events) {
            rows.row(COLUMN_COUNT).int8(event.accountId()).text(event.type().text());
            if (event.messageId() == null) {
                rows.nil();
            } else {
                rows.uuid(event.messageId());
            }
            rows.time(event.at()).text(event.data());
            if (event.endpointId() == 0) {
                rows.nil();
            } else {
                rows.int8(event.endpointId());
            }
        }
        Copy.into(tx, COLUMNS, rows);
    }

    @Override
    public void committed() {
        if (committed.availablePermits() == 0) {
            committed.release();
        }
    }

    @Override
    public void awaitCommitted(long millis) throws InterruptedException {
        if (committed.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            committed.drainPermits();
        }
    }

    @Override
    public synchronized long horizon() {
        return database.transactions().run(tx -> horizon.advance(tx.connection()));
    }

    @Override
    public EventPage read(long after, long upTo, int limit) {
        return page(database.jdbc(), "id > ? AND id <= ?", limit, after, upTo);
    }

    @Override
    public EventPage readOf(long accountId, long after, long upTo, int limit) {
        return page(database.jdbc(), "account_id = ? AND id > ? AND id <= ?", limit, accountId, after, upTo);
    }

    @Override
    public EventPage readNamed(EventSelection selection, long after, long upTo, int limit) {
        return page(
                database.jdbc(),
                "id > ? AND id <= ? AND (endpoint_id = ANY (?::bigint[]) OR type = ? AND account_id = ANY (?::bigint[]))",
                limit,
                after,
                upTo,
                array(selection.endpoints()),
                selection.type().text(),
                array(selection.accounts()));
    }

    private static String array(Set<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    /// Ids do not ascend with the times: an event may be written long after it happened. A day has partitions of
    /// its own, so that the first one of it is found without a look at others.
    @Override
    public long idBefore(Instant time) {
        return database.jdbc()
                .sql("SELECT coalesce((SELECT id - 1 FROM events.log WHERE at >= ? ORDER BY id LIMIT 1),"
                        + " (SELECT max(id) FROM events.log), 0)")
                .param(time.truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    /// A page of the events for which a condition holds.
    static EventPage page(JdbcClient jdbc, String condition, int limit, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of(parameters));
        all.add(limit);
        all.add(EventPage.MOST_OCTETS);
        List<LoggedEvent> events = new ArrayList<>();
        long[] octets = new long[1];
        jdbc.sql(PAGE.formatted(condition)).params(all).query(row -> {
            events.add(event(row));
            octets[0] = row.getLong("octets");
        });
        return new EventPage(events, events.size() < limit && octets[0] < EventPage.MOST_OCTETS);
    }

    private static LoggedEvent event(ResultSet row) throws SQLException {
        UUID message = row.getObject("message_id", UUID.class);
        return new LoggedEvent(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("type"),
                message == null ? null : MessageId.of(message),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("data"),
                row.getLong("endpoint_id"));
    }

    @Override
    public void begin(String subscriber) {
        database.jdbc()
                .sql("INSERT INTO events.cursors (subscriber, id, updated_at) SELECT ?,"
                        + " CASE WHEN is_called THEN last_value ELSE last_value - 1 END, ?"
                        + " FROM events.log_ids ON CONFLICT DO NOTHING")
                .params(subscriber, clock.now().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public OptionalLong cursor(String subscriber) {
        return database.jdbc()
                .sql("SELECT id FROM events.cursors WHERE subscriber = ?")
                .param(subscriber)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public void storeCursors(Tx tx, Map<String, Long> cursors) throws SQLException {
        if (cursors.isEmpty()) {
            return;
        }
        String[] names = cursors.keySet().stream().sorted().toArray(String[]::new);
        Long[] ids = new Long[names.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = cursors.get(names[i]);
        }
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE events.cursors c SET id = n.id, updated_at = ?"
                        + " FROM unnest(?::text[], ?::bigint[]) AS n (name, id) WHERE c.subscriber = n.name")) {
            update.setObject(1, clock.now().atOffset(ZoneOffset.UTC));
            update.setArray(2, tx.connection().createArrayOf("text", names));
            update.setArray(3, tx.connection().createArrayOf("bigint", ids));
            update.executeUpdate();
        }
    }

    @Override
    public void remove(String subscriber) {
        database.jdbc()
                .sql("DELETE FROM events.cursors WHERE subscriber = ?")
                .param(subscriber)
                .update();
    }
}
