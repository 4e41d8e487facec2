package io.elchi.server.messages.store;

import io.elchi.server.core.Page;
import io.elchi.server.core.TimeCursor;
import io.elchi.server.db.Database;
import io.elchi.server.messages.AbandonedReceipts;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/// Rows of `messages.unmatched_receipts` that are not matched again.
public final class PgAbandonedReceipts implements AbandonedReceipts {
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;

    public PgAbandonedReceipts(Database database) {
        this.database = database;
    }

    @Override
    public Page<AbandonedReceipt> page(long operatorId, String cursor, int limit) {
        TimeCursor before = TimeCursor.of(cursor, LAST.toString());
        List<AbandonedReceipt> found = database.reads()
                .sql("SELECT * FROM messages.unmatched_receipts WHERE match_at IS NULL AND (? = 0 OR operator_id = ?)"
                        + " AND (received_at, id) < (?, ?) ORDER BY received_at DESC, id DESC LIMIT ?")
                .params(operatorId, operatorId, before.at().atOffset(ZoneOffset.UTC), id(before.id()), limit + 1)
                .query((row, _) -> new AbandonedReceipt(
                        row.getObject("id", UUID.class),
                        row.getLong("operator_id"),
                        row.getString("smsc_message_id"),
                        row.getString("source"),
                        row.getString("destination"),
                        row.getString("state"),
                        MessageReader.instant(row, "received_at"),
                        row.getInt("attempts")))
                .list();
        return Page.of(
                found,
                limit,
                last -> new TimeCursor(last.receivedAt(), last.id().toString()));
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
        return handle(
                "UPDATE messages.unmatched_receipts SET attempts = 0, match_at = clock_timestamp() - interval '1 day'"
                        + " WHERE id = ? AND match_at IS NULL",
                id);
    }

    @Override
    public boolean discard(UUID id) {
        return handle("DELETE FROM messages.unmatched_receipts WHERE id = ? AND match_at IS NULL", id);
    }

    private boolean handle(String sql, UUID id) {
        return database.handle(sql, id) > 0;
    }
}
