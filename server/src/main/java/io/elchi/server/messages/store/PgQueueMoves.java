package io.elchi.server.messages.store;

import io.elchi.server.messages.QueueMoves;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Moves in PostgreSQL.
public final class PgQueueMoves implements QueueMoves {
    private final JdbcClient jdbc;

    public PgQueueMoves(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<QueueMove> begin(long operatorId, long toOperatorId, int most, Instant now) {
        return jdbc.sql(
                        "INSERT INTO messages.queue_moves (operator_id, to_operator_id, most, created_at)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT (operator_id) WHERE ended_at IS NULL DO NOTHING RETURNING *")
                .params(operatorId, toOperatorId == 0 ? null : toOperatorId, most, now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> move(row))
                .optional();
    }

    @Override
    public List<QueueMove> running(Collection<Long> operatorIds) {
        return jdbc.sql("SELECT * FROM messages.queue_moves WHERE ended_at IS NULL AND operator_id = ANY (?)")
                .param(operatorIds.toArray(Long[]::new))
                .query((row, _) -> move(row))
                .list();
    }

    @Override
    public boolean progress(long id, int moved, Instant endedAt) {
        // What was taken out before somebody ended it counts, too.
        return jdbc.sql("UPDATE messages.queue_moves m SET moved = m.moved + ?, ended_at = coalesce(m.ended_at, ?)"
                        + " FROM (SELECT id, ended_at FROM messages.queue_moves WHERE id = ? FOR UPDATE) before"
                        + " WHERE m.id = before.id RETURNING before.ended_at IS NULL")
                .params(moved, endedAt == null ? null : endedAt.atOffset(ZoneOffset.UTC), id)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    @Override
    public boolean cancel(long operatorId, Instant now) {
        return jdbc.sql("UPDATE messages.queue_moves SET ended_at = ? WHERE operator_id = ? AND ended_at IS NULL")
                        .params(now.atOffset(ZoneOffset.UTC), operatorId)
                        .update()
                > 0;
    }

    @Override
    public Map<Long, QueueMove> last() {
        Map<Long, QueueMove> last = new HashMap<>();
        jdbc.sql("SELECT DISTINCT ON (operator_id) * FROM messages.queue_moves ORDER BY operator_id, id DESC")
                .query((row, _) -> last.put(row.getLong("operator_id"), move(row)))
                .list();
        return last;
    }

    private static QueueMove move(ResultSet row) throws SQLException {
        return new QueueMove(
                row.getLong("id"),
                row.getLong("operator_id"),
                row.getLong("to_operator_id"),
                row.getInt("most"),
                row.getInt("moved"),
                MessageReader.instant(row, "created_at"),
                MessageReader.instant(row, "ended_at"));
    }
}
