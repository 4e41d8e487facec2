package io.elchi.server.queue.postgres;

import io.elchi.server.core.Page;
import io.elchi.server.core.TimeCursor;
import io.elchi.server.db.Database;
import io.elchi.server.queue.DeadLetters;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/// Rows of `queue.dead_letters`. Those that are tried again go back to `queue.inbox`, where their shard's owner
/// finds
/// them within a second.
public final class PgDeadLetters implements DeadLetters {
    private static final UUID LAST = new UUID(-1, -1);
    /// Rows that one statement deletes: one for all would hold its rows for long.
    private static final int PAGE = 10_000;

    private final Database database;

    public PgDeadLetters(Database database) {
        this.database = database;
    }

    @Override
    public Page<DeadEnvelope> page(long shard, String cursor, int limit) {
        TimeCursor before = TimeCursor.of(cursor, LAST.toString());
        List<DeadEnvelope> found = database.reads()
                .sql("SELECT *, length(payload) AS octets FROM queue.dead_letters WHERE (? = 0 OR shard = ?)"
                        + " AND (died_at, id) < (?, ?) ORDER BY died_at DESC, id DESC LIMIT ?")
                .params(shard, shard, before.at().atOffset(ZoneOffset.UTC), id(before.id()), limit + 1)
                .query((row, _) -> new DeadEnvelope(
                        row.getObject("id", UUID.class),
                        row.getLong("shard"),
                        row.getInt("kind"),
                        row.getInt("octets"),
                        row.getObject("put_at", OffsetDateTime.class).toInstant(),
                        row.getObject("died_at", OffsetDateTime.class).toInstant(),
                        row.getInt("attempts"),
                        row.getString("reason")))
                .list();
        return Page.of(
                found, limit, last -> new TimeCursor(last.diedAt(), last.id().toString()));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException ignored) {
            throw Page.noCursor();
        }
    }

    @Override
    public boolean retry(UUID id) {
        return database.jdbc()
                        .sql("WITH gone AS (DELETE FROM queue.dead_letters WHERE id = ?"
                                + " RETURNING id, shard, kind, payload, put_at)"
                                + " INSERT INTO queue.inbox (id, shard, kind, payload, put_at)"
                                + " SELECT id, shard, kind, payload, put_at FROM gone ON CONFLICT DO NOTHING")
                        .param(id)
                        .update()
                > 0;
    }

    @Override
    public boolean discard(UUID id) {
        return database.jdbc()
                        .sql("DELETE FROM queue.dead_letters WHERE id = ?")
                        .param(id)
                        .update()
                > 0;
    }

    @Override
    public void forget(Instant before) {
        int deleted;
        do {
            deleted = database.jdbc()
                    .sql("DELETE FROM queue.dead_letters WHERE id = ANY (ARRAY(SELECT id FROM queue.dead_letters"
                            + " WHERE died_at < ? ORDER BY died_at LIMIT ?))")
                    .params(before.atOffset(ZoneOffset.UTC), PAGE)
                    .update();
        } while (deleted == PAGE);
    }
}
