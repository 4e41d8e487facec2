package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the snapshots of modules current with their tables, after changes by any process.
///
/// Triggers write a row to `db.changes` and notify on one channel (LISTEN/NOTIFY), with the topic as payload. The
/// rows are also looked at every two seconds: they show a change whose notification was lost ([ChangeLog]). A load
/// that fails is repeated until it is done ([Topic]). After a lost connection the rows show what changed
/// meanwhile.
public final class Notifications implements AutoCloseable {
    /// The one channel.
    public static final String CHANNEL = "elchi";

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int POLL_MILLIS = 500;
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
    private static final Duration DELETE_INTERVAL = Duration.ofHours(1);
    /// Rows of the log.
    private static final String KEPT = "1 day";

    /// Makes the connection that listens.
    interface Connector {
        Connection connect() throws SQLException;
    }

    private final Connector connector;
    private final SnapshotLoader loader;
    private final LongSupplier nanos;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch loaded = new CountDownLatch(1);
    private volatile boolean listening;
    private long deletedAt;
    private volatile Thread thread;

    Notifications(Connector connector, SnapshotLoader loader, LongSupplier nanos) {
        this.connector = connector;
        this.loader = loader;
        this.nanos = nanos;
        deletedAt = nanos.getAsLong();
    }

    /// Runs the task whenever the topic changed, again and again while it throws. The tasks of one topic run one
    /// after the other; those of other topics may run at the same time.
    public void on(String topic, Runnable task) {
        topic(topic).add(task);
    }

    /// Loads the snapshot before this ends, and then what changes.
    ///
    /// @throws IllegalStateException when it cannot be loaded
    public void follow(String topic, Follower follower) {
        topic(topic).add(follower);
    }

    private Topic topic(String name) {
        return topics.computeIfAbsent(name, _ -> new Topic(name, loader, nanos));
    }

    /// Starts to listen, in the background; at the first connection every topic is checked, so that nothing is
    /// missed between a module's first load and this.
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("db-notifications").start(this::run);
        }
    }

    /// Waits until every topic was loaded once over the connection that listens, at most so long.
    public void awaitLoaded(Duration atMost) throws InterruptedException {
        if (!loaded.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("the snapshots are not confirmed after {}", atMost);
        }
    }

    /// Whether the thread that listens is alive; true before the start.
    public boolean isAlive() {
        return thread == null || thread.isAlive();
    }

    /// Whether the connection stands.
    public boolean listening() {
        return listening;
    }

    /// Time since the snapshot of the topic was last known to be the current one. Zero for a topic without a
    /// snapshot.
    public Duration age(String topic) {
        Topic known = topics.get(topic);
        return known == null ? Duration.ZERO : known.age();
    }

    /// Topics whose snapshot could not be loaded when it was last tried.
    public List<String> failing() {
        return topics.values().stream()
                .filter(Topic::failing)
                .map(Topic::name)
                .sorted()
                .toList();
    }

    SnapshotLoader loader() {
        return loader;
    }

    Collection<Topic> topics() {
        return topics.values();
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                try (Connection connection = connector.connect()) {
                    listen(connection);
                } catch (SQLException e) {
                    if (closed.getCount() > 0) {
                        LOG.warn("no notifications from PostgreSQL, trying again: {}", e.getMessage());
                    }
                }
                listening = false;
                closed.await(RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
        }
        topics.values().forEach(Topic::retryNow);
        listening = true;
        update(connection);
        if (loaded.getCount() > 0) {
            for (Topic topic : topics.values()) {
                topic.await();
            }
            loaded.countDown();
        }
        long checked = nanos.getAsLong();
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (closed.getCount() > 0) {
            PGNotification[] notifications = notified.getNotifications(POLL_MILLIS);
            boolean changed = notifications != null && notifications.length > 0;
            if (changed) {
                for (PGNotification notification : notifications) {
                    Topic topic = topics.get(notification.getParameter());
                    if (topic != null) {
                        topic.retryNow();
                    }
                }
            }
            // A peer that is gone without a word looks like one that has nothing to say: the question finds out.
            if (changed
                    || topics.values().stream().anyMatch(topic -> topic.failing() || topic.isLoading())
                    || nanos.getAsLong() - checked >= CHECK_INTERVAL.toNanos()) {
                update(connection);
                checked = nanos.getAsLong();
            }
        }
    }

    private void update(Connection connection) throws SQLException {
        if (nanos.getAsLong() - deletedAt >= DELETE_INTERVAL.toNanos()) {
            deletedAt = nanos.getAsLong();
            ChangeLog.delete(connection, KEPT);
        }
        Map<String, ChangeLog.Position> asked = new HashMap<>();
        for (Topic topic : topics.values()) {
            ChangeLog.Position position = topic.position();
            if (position != null) {
                asked.put(topic.name(), position);
            }
        }
        Map<String, ChangeLog.Check> checks = ChangeLog.check(connection, asked);
        for (Topic topic : topics.values()) {
            topic.take(asked.get(topic.name()), checks.get(topic.name()));
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
