package io.elchi.server.db;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tables partitioned by day (UTC): creates the partitions of the next days and drops those beyond their
/// retention.
public final class DayPartitions {
    /// The partition key.
    public enum Key {
        /// A message's id, which begins with its time.
        MESSAGE_ID,
        /// A timestamptz.
        TIME
    }

    private static final Logger LOG = LoggerFactory.getLogger(DayPartitions.class);
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final int DAYS_AHEAD = 7;
    private static final int DAYS_BEHIND = 1;
    /// A partition comes and goes under a lock on the whole table. Behind a long report it would wait, and
    /// everybody else behind it: rather it is tried again at the next time.
    private static final String NO_LONGER = "SET LOCAL lock_timeout = '2s'";
    /// Two processes that make the same partition would get in each other's way.
    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtext('elchi.partitions'))";

    private final Database database;
    private final Clock clock;
    private final String schema;
    private final List<String> tables;
    private final Key key;
    private final int retentionDays;

    /// @param tables partitioned tables of the schema
    public DayPartitions(
            Database database, Clock clock, String schema, List<String> tables, Key key, int retentionDays) {
        this.database = database;
        this.clock = clock;
        this.schema = schema;
        this.tables = List.copyOf(tables);
        this.key = key;
        this.retentionDays = retentionDays;
    }

    /// Does what is due; may run as often as one likes, in several processes at once.
    public void maintain() {
        maintain(Instant.MAX);
    }

    /// The same, but drops nothing of this time or later.
    public void maintain(Instant neededSince) {
        LocalDate today = day(clock.now());
        make(today, DAYS_BEHIND, DAYS_AHEAD);
        LocalDate oldest = today.minusDays(retentionDays);
        LocalDate needed = neededSince.isAfter(clock.now()) ? oldest : day(neededSince);
        if (needed.isBefore(oldest)) {
            LOG.warn("{}: days since {} are kept, since something of them is unfinished", schema, needed);
            oldest = needed;
        }
        for (String table : tables) {
            drop(table, oldest);
        }
    }

    /// Makes partitions of earlier days, too: for a table that is younger than what may be written into it.
    public void makeSince(int daysBehind) {
        make(day(clock.now()), daysBehind, DAYS_AHEAD);
    }

    private void make(LocalDate today, int behind, int ahead) {
        database.transactions().run(tx -> {
            try (var statement = tx.connection().createStatement()) {
                statement.execute(ALONE);
                statement.execute(NO_LONGER);
                for (String table : tables) {
                    for (int day = -behind; day <= ahead; day++) {
                        statement.execute(make(table, today.plusDays(day)));
                    }
                }
            }
            return null;
        });
    }

    private static LocalDate day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /// Names and bounds are ours: nothing of this comes from outside.
    private String make(String table, LocalDate day) {
        return "CREATE TABLE IF NOT EXISTS %s.%s_%s PARTITION OF %s.%s FOR VALUES FROM ('%s') TO ('%s')"
                .formatted(schema, table, SUFFIX.format(day), schema, table, bound(day), bound(day.plusDays(1)));
    }

    private String bound(LocalDate day) {
        Instant midnight = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        return switch (key) {
            case MESSAGE_ID -> new UUID(MessageId.firstAt(midnight).high() & ~0xFFFFL, 0).toString();
            case TIME -> midnight.toString();
        };
    }

    private void drop(String table, LocalDate oldest) {
        JdbcClient jdbc = database.jdbc();
        List<String> names = jdbc.sql("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                        + " WHERE i.inhparent = (? || '.' || ?)::regclass AND c.relname < ? ORDER BY 1")
                .params(schema, table, table + "_" + SUFFIX.format(oldest))
                .query(String.class)
                .list();
        for (String name : names) {
            database.transactions().run(tx -> {
                try (var statement = tx.connection().createStatement()) {
                    statement.execute(NO_LONGER);
                    statement.execute("DROP TABLE IF EXISTS " + schema + "." + name);
                }
                return null;
            });
            LOG.info("dropped {}.{}: older than {} days", schema, name, retentionDays);
        }
    }
}
