package io.elchi.server.db;

import io.elchi.server.db.ChangeLog.Check;
import io.elchi.server.db.ChangeLog.Position;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads snapshots: the rows that changed, over a connection of the pool; or all rows, over a connection of its
/// own that has no limit of time.
final class SnapshotLoader implements Topic.Loads {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotLoader.class);
    private static final Duration LOGGED_FROM = Duration.ofSeconds(1);

    private final Notifications.Connector pool;
    private final Notifications.Connector dedicated;
    private final LongAdder whole = new LongAdder();
    private final LongAdder differences = new LongAdder();

    SnapshotLoader(Notifications.Connector pool, Notifications.Connector dedicated) {
        this.pool = pool;
        this.dedicated = dedicated;
    }

    void observe(Metrics metrics) {
        metrics.counter(Metric.SNAPSHOT_LOADS, whole::sum, "whole");
        metrics.counter(Metric.SNAPSHOT_LOADS, differences::sum, "difference");
    }

    /// How many loads read every row.
    long whole() {
        return whole.sum();
    }

    @Override
    public Position load(String topic, Position since, List<Follower> followers) throws SQLException {
        Position loaded = since == null ? null : loadChanged(topic, since, followers);
        if (loaded == null) {
            loaded = loadAll(topic, followers);
        }
        return loaded;
    }

    /// @return null when every row has to be loaded
    private Position loadChanged(String topic, Position since, List<Follower> followers) throws SQLException {
        try (Connection connection = pool.connect()) {
            ChangeLog.begin(connection);
            Check here = ChangeLog.position(connection, since);
            ChangedRows changes = here.current() ? ChangeLog.read(connection, topic, since) : null;
            if (changes != null && isWhole(changes, followers)) {
                changes = null;
            }
            if (changes != null && !changes.isEmpty()) {
                for (Follower follower : followers) {
                    follower.load(connection, changes);
                }
                differences.increment();
            }
            connection.rollback();
            return changes == null ? null : here.position();
        }
    }

    private static boolean isWhole(ChangedRows changes, List<Follower> followers) {
        return followers.stream()
                .anyMatch(follower -> follower.tables().stream().anyMatch(changes::isWhole));
    }

    private Position loadAll(String topic, List<Follower> followers) throws SQLException {
        long started = System.nanoTime();
        try (Connection connection = dedicated.connect()) {
            ChangeLog.begin(connection);
            Check here = ChangeLog.position(connection, null);
            for (Follower follower : followers) {
                follower.load(connection);
                whole.increment();
            }
            connection.rollback();
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            if (took.compareTo(LOGGED_FROM) > 0) {
                LOG.info("all rows of '{}' were loaded in {} ms", topic, took.toMillis());
            }
            return here.position();
        }
    }
}
