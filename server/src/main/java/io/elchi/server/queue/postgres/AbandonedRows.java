package io.elchi.server.queue.postgres;

import io.elchi.server.db.Database;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import java.util.Collection;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Counts how often rows of the inbox could not be settled. After so many times a row becomes a dead letter: no
/// row is tried for ever.
final class AbandonedRows {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedRows.class);
    private static final int MOST_REASON = 500;
    private static final String ABANDON = "WITH gone AS (DELETE FROM queue.inbox WHERE id = ANY (?) AND attempts >= ?"
            + " RETURNING id, shard, kind, payload, put_at, attempts)"
            + " INSERT INTO queue.dead_letters (id, shard, kind, payload, put_at, attempts, reason)"
            + " SELECT id, shard, kind, payload, put_at, attempts + 1, ? FROM gone"
            + " ON CONFLICT (id) DO UPDATE SET attempts = EXCLUDED.attempts, reason = EXCLUDED.reason,"
            + " died_at = clock_timestamp()";

    private final Database database;
    private final Metrics.Count dead;

    AbandonedRows(Database database, Metrics metrics) {
        this.database = database;
        dead = metrics.count(Metric.INBOX_DEAD);
    }

    void failed(Collection<UUID> ids, String why) {
        try {
            move(ids, Handoff.MOST_ATTEMPTS - 1, why);
            database.jdbc()
                    .sql("UPDATE queue.inbox SET attempts = attempts + 1 WHERE id = ANY (?)")
                    .param(ids.toArray(UUID[]::new))
                    .update();
        } catch (DataAccessException e) {
            LOG.warn("attempts of {} rows of the inbox are not counted: {}", ids.size(), e.getMessage());
        }
    }

    /// @return false when the database could not do it
    boolean abandon(Collection<UUID> ids, String why) {
        try {
            move(ids, 0, why);
            return true;
        } catch (DataAccessException e) {
            LOG.warn("{} rows of the inbox cannot be abandoned yet: {}", ids.size(), e.getMessage());
            return false;
        }
    }

    private void move(Collection<UUID> ids, int attempts, String why) {
        String reason = why == null ? "unknown" : why.replace('\0', '\uFFFD');
        int moved = database.jdbc()
                .sql(ABANDON)
                .params(ids.toArray(UUID[]::new), attempts, reason.substring(0, Math.min(MOST_REASON, reason.length())))
                .update();
        if (moved > 0) {
            dead.add(moved);
            LOG.error("{} rows of the inbox became dead letters: {}", moved, reason);
        }
    }
}
