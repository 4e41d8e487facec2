package io.elchi.server.cluster;

import io.elchi.server.db.Database;
import io.elchi.server.observe.Health;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// The processes of one database: each keeps a row of its own, and compares its settings with those of the others.
///
/// The rows are for people and for the comparison. They grant nothing: a right is a [Lease].
public final class Processes {
    /// Between two renewals of the own row.
    public static final Duration RENEW_INTERVAL = Duration.ofSeconds(2);
    /// A process that was not heard of for so long is not compared with.
    static final Duration LIVE_WITHIN = Duration.ofSeconds(15);
    /// Rates of a process that was not heard of for so long are not counted.
    static final Duration RATES_WITHIN = RENEW_INTERVAL.multipliedBy(3);
    /// Rows of processes that ended without removing theirs stay so long, for those who look for the reason.
    static final Duration KEEP = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
    private static final String LIVE = "seen_at > clock_timestamp() - " + LIVE_WITHIN.toSeconds() + " * INTERVAL '1 s'";

    private final Database database;
    private Own own;
    private boolean draining;
    private boolean failing;
    private volatile List<String> different = List.of();
    private volatile int others;

    public Processes(Database database) {
        this.database = database;
    }

    /// What this process says of itself.
    ///
    /// @param configHash of the settings, from the salt of the database
    /// @param rates what it did in the last seconds, written with each renewal
    public record Own(
            List<String> roles,
            String address,
            String version,
            UnaryOperator<String> configHash,
            Supplier<String> rates) {}

    private record Other(String address, boolean same) {}

    /// Writes the row of this process for the first time.
    public synchronized void start(Own process) {
        own = process;
        renew();
    }

    /// Writes the row again, and compares the settings with those of the other live processes.
    public synchronized void renew() {
        if (own == null) {
            return;
        }
        try {
            write();
            failing = false;
        } catch (DataAccessException e) {
            // Once an outage: it is tried again in two seconds.
            if (!failing) {
                LOG.warn("cluster.processes cannot be written: {}", e.getMessage());
            }
            failing = true;
        }
    }

    private void write() {
        String salt = database.jdbc()
                .sql("SELECT salt FROM cluster.database")
                .query(String.class)
                .single();
        String hash = own.configHash.apply(salt);
        database.jdbc()
                .sql("INSERT INTO cluster.processes (id, roles, address, version, config_hash, draining, rates)"
                        + " VALUES (:id, :roles, :address, :version, :hash, :draining, :rates)"
                        + " ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp(), draining = EXCLUDED.draining,"
                        + " rates = EXCLUDED.rates")
                .param("id", database.processId())
                .param("roles", own.roles.toArray(String[]::new))
                .param("address", own.address)
                .param("version", own.version)
                .param("hash", hash)
                .param("draining", draining)
                .param("rates", rates())
                .update();
        compare(hash);
    }

    /// They are for people; the row tells that the process is alive, and is written without them, too.
    private String rates() {
        try {
            return own.rates.get();
        } catch (RuntimeException e) {
            LOG.warn("the rates of this process cannot be read: {}", e.toString());
            return null;
        }
    }

    private void compare(String hash) {
        List<Other> live = database.jdbc()
                .sql("SELECT address, config_hash = :hash AS same FROM cluster.processes WHERE id <> :id AND " + LIVE
                        + " ORDER BY address")
                .param("hash", hash)
                .param("id", database.processId())
                .query((row, _) -> new Other(row.getString("address"), row.getBoolean("same")))
                .list();
        List<String> found =
                live.stream().filter(each -> !each.same).map(Other::address).toList();
        if (!found.isEmpty() && !found.equals(different)) {
            LOG.warn("these processes of the database have other settings: {}", String.join(", ", found));
        }
        different = found;
        others = live.size();
    }

    /// Whether other processes of the database were heard of lately.
    public boolean hasOthers() {
        return others > 0;
    }

    /// From now on the row says that the process ends.
    public synchronized void drain() {
        draining = true;
        renew();
    }

    /// Removes the row, at the end.
    public synchronized void remove() {
        own = null;
        database.jdbc()
                .sql("DELETE FROM cluster.processes WHERE id = :id")
                .param("id", database.processId())
                .update();
    }

    /// Deletes the rows of processes that ended long ago and could not remove them.
    public void forget() {
        database.jdbc()
                .sql("DELETE FROM cluster.processes WHERE seen_at < clock_timestamp() - :hours * INTERVAL '1 h'")
                .param("hours", KEEP.toHours())
                .update();
    }

    /// Every row, the oldest process first.
    public List<ProcessEntry> list() {
        return database.reads()
                .sql("SELECT id, roles, address, version, config_hash, started_at, seen_at, draining, " + LIVE
                        + " AS live FROM cluster.processes ORDER BY started_at, id")
                .query((row, _) -> entry(row))
                .list();
    }

    private static ProcessEntry entry(ResultSet row) throws SQLException {
        return new ProcessEntry(
                row.getObject("id", UUID.class),
                Arrays.asList((String[]) row.getArray("roles").getArray()),
                row.getString("address"),
                row.getString("version"),
                row.getString("config_hash"),
                instant(row, "started_at"),
                instant(row, "seen_at"),
                row.getBoolean("draining"),
                row.getBoolean("live"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// What the other processes said last of what they do, as far as they were heard of just now: a process that
    /// is gone does nothing.
    public List<String> ratesOfOthers() {
        return database.reads()
                .sql("SELECT rates FROM cluster.processes WHERE id <> :id AND rates IS NOT NULL"
                        + " AND seen_at > clock_timestamp() - :seconds * INTERVAL '1 s'")
                .param("id", database.processId())
                .param("seconds", RATES_WITHIN.toSeconds())
                .query(String.class)
                .list();
    }

    /// Whether the live processes have the same settings.
    public Health.Status health() {
        List<String> now = different;
        return now.isEmpty()
                ? Health.Status.up(others == 0 ? "the only process" : others + " others with the same settings")
                : Health.Status.degraded("another process of the database has other settings")
                        .withInside(now);
    }
}
