package io.elchi.server.inbound;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Ends messages whose parts did not all come, forgets keys and counts whose time is over, and keeps the partitions.
public final class InboundUpkeep {
    private static final int PAGE = 500;
    private static final int KEYS = 10_000;
    private static final String OVERDUE = "DELETE FROM inbound.waiting WHERE key IN (SELECT key FROM inbound.waiting"
            + " WHERE until <= ? ORDER BY until LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING message_id";
    private static final String OLD_COUNTS = "DELETE FROM inbound.reply_counts WHERE key IN (SELECT key"
            + " FROM inbound.reply_counts WHERE until <= ? LIMIT ? FOR UPDATE SKIP LOCKED)";
    private static final String OLD_KEYS = "DELETE FROM inbound.resend_keys WHERE key IN (SELECT key"
            + " FROM inbound.resend_keys WHERE until <= ? LIMIT ? FOR UPDATE SKIP LOCKED)";

    private final Database database;
    private final Clock clock;
    private final List<DayPartitions> partitions;
    private final InboundCharging charging;
    private final Metrics.Count incomplete;

    InboundUpkeep(
            Database database, Clock clock, List<DayPartitions> partitions, InboundCharging charging, Metrics metrics) {
        this.charging = charging;
        this.database = database;
        this.clock = clock;
        this.partitions = partitions;
        incomplete = metrics.count(Metric.INBOUND_INCOMPLETE);
    }

    /// Makes and drops partitions; to be called every hour or so.
    public void maintain() {
        partitions.forEach(DayPartitions::maintain);
    }

    /// Does what is due; to be called every few seconds.
    public void run() {
        int ended;
        do {
            ended = database.transactions().run(tx -> abandon(tx.connection(), clock.now()));
            incomplete.add(ended);
        } while (ended == PAGE);
        forget(OLD_KEYS);
        forget(OLD_COUNTS);
    }

    private void forget(String statement) {
        int forgotten;
        do {
            forgotten = database.jdbc()
                    .sql(statement)
                    .params(InboundRows.utc(clock.now()), KEYS)
                    .update();
        } while (forgotten == KEYS);
    }

    private int abandon(Connection connection, Instant now) throws SQLException {
        List<MessageId> overdue = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement(OVERDUE)) {
            delete.setObject(1, InboundRows.utc(now));
            delete.setInt(2, PAGE);
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    overdue.add(MessageId.of(rows.getObject(1, UUID.class)));
                }
            }
        }
        if (!overdue.isEmpty()) {
            // An incomplete message costs nobody anything.
            charging.write(
                    connection,
                    PartJoin.abandon(connection, overdue, now).stream()
                            .map(InboundCharging.Ended::of)
                            .toList());
        }
        return overdue.size();
    }
}
