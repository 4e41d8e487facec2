package io.elchi.server.messages.store;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Makes the partitions of the days to come and drops those that are older than what is kept. A day is one of UTC.
public final class Partitions {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final List<String> TABLES = List.of("messages", "events", "cdr_sms");
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final int DAYS_AHEAD = 7;
    private static final int DAYS_BEHIND = 1;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final int retentionDays;

    public Partitions(JdbcClient jdbc, Clock clock, int retentionDays) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.retentionDays = retentionDays;
    }

    /// Does what is due; may run as often as one likes, in several processes at once.
    public void maintain() {
        LocalDate today = clock.now().atOffset(ZoneOffset.UTC).toLocalDate();
        for (int day = -DAYS_BEHIND; day <= DAYS_AHEAD; day++) {
            for (String table : TABLES) {
                make(table, today.plusDays(day));
            }
        }
        LocalDate oldest = today.minusDays(retentionDays);
        for (String table : TABLES) {
            drop(table, oldest);
        }
    }

    private void make(String table, LocalDate day) {
        // Names and bounds are ours: nothing of this comes from outside.
        jdbc.sql("CREATE TABLE IF NOT EXISTS messages.%s_%s PARTITION OF messages.%s FOR VALUES FROM ('%s') TO ('%s')"
                        .formatted(table, SUFFIX.format(day), table, bound(day), bound(day.plusDays(1))))
                .update();
    }

    private static String bound(LocalDate day) {
        Instant midnight = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        return new java.util.UUID(MessageId.firstAt(midnight).high() & ~0xFFFFL, 0).toString();
    }

    private void drop(String table, LocalDate oldest) {
        List<String> names = jdbc.sql("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                        + " WHERE i.inhparent = ('messages.' || ?)::regclass AND c.relname < ? ORDER BY 1")
                .params(table, table + "_" + SUFFIX.format(oldest))
                .query(String.class)
                .list();
        for (String name : names) {
            jdbc.sql("DROP TABLE IF EXISTS messages." + name).update();
            LOG.info("dropped {}: older than {} days", name, retentionDays);
        }
    }
}
