package io.elchi.server.messages.store;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.WaitingQueues;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts rows of `messages.unfinished` with those of their messages: of each operator the ones that are due first,
/// which are those that wait to be sent.
public final class PgWaitingQueues implements WaitingQueues {
    /// Rows that one question looks at, over all operators.
    private static final int MOST = 20_000;
    private static final int MOST_OF_ONE = 5_000;
    private static final int LEAST_OF_ONE = 200;

    // The aggregate and the limit keep the planner from reading whole partitions. A refusal without a status is a
    // candidate that was passed over, and not asked.
    private static final String COUNT = "SELECT u.shard, m.account_id, m.scheduled, e.tried, e.sent, count(*) AS n,"
            + " min(m.accepted_at) AS oldest FROM unnest(?::bigint[]) AS s (shard) CROSS JOIN LATERAL"
            + " (SELECT shard, message_id FROM messages.unfinished WHERE shard = s.shard ORDER BY due LIMIT ?) u"
            + " CROSS JOIN LATERAL (SELECT account_id, accepted_at, coalesce(not_before > ?, false) AS scheduled"
            + " FROM messages.messages WHERE id = u.message_id LIMIT 1) m"
            + " CROSS JOIN LATERAL (SELECT coalesce(bool_or(kind = ?), false) AS sent,"
            + " coalesce(bool_or(kind = ? OR kind = ? AND status IS NOT NULL), false) AS tried"
            + " FROM messages.events WHERE message_id = u.message_id) e GROUP BY 1, 2, 3, 4, 5";

    private final JdbcClient reads;

    public PgWaitingQueues(JdbcClient reads) {
        this.reads = reads;
    }

    private record Counted(WaitingGroup group, boolean sent) {}

    @Override
    public WaitingGroups count(Collection<Long> operatorIds, Instant now) {
        if (operatorIds.isEmpty()) {
            return new WaitingGroups(List.of(), List.of());
        }
        int each = Math.clamp(MOST / operatorIds.size(), LEAST_OF_ONE, MOST_OF_ONE);
        List<Counted> counted = reads.sql(COUNT)
                .params(
                        operatorIds.stream().map(ShardId::of).toArray(Long[]::new),
                        each,
                        now.atOffset(ZoneOffset.UTC),
                        EventKind.SUBMITTED.number(),
                        EventKind.UNANSWERED.number(),
                        EventKind.REFUSED.number())
                .query((row, _) -> new Counted(
                        new WaitingGroup(
                                ShardId.ofNumber(row.getLong("shard")).operatorId(),
                                row.getLong("account_id"),
                                row.getBoolean("scheduled"),
                                row.getBoolean("tried"),
                                row.getInt("n"),
                                row.getObject("oldest", OffsetDateTime.class).toInstant()),
                        row.getBoolean("sent")))
                .list();
        Map<Long, Integer> looked = new HashMap<>();
        List<WaitingGroup> groups = new ArrayList<>();
        for (Counted one : counted) {
            looked.merge(one.group.operatorId(), one.group.messages(), Integer::sum);
            if (!one.sent) {
                groups.add(one.group);
            }
        }
        looked.values().removeIf(rows -> rows < each);
        return new WaitingGroups(groups, looked.keySet());
    }
}
