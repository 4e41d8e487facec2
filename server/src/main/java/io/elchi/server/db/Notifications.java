package io.elchi.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells rooms that a table they keep in memory has changed, whoever changed it: triggers notify on one channel
/// (LISTEN/NOTIFY), with the topic as payload. After a lost connection every topic counts as changed.
public final class Notifications implements AutoCloseable {
    /// The one channel.
    public static final String CHANNEL = "elchi";

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int POLL_MILLIS = 500;
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(500);

    /// Makes the connection that listens.
    interface Connector {
        Connection connect() throws SQLException;
    }

    private final Connector connector;
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean listening;
    private volatile Thread thread;

    Notifications(Connector connector) {
        this.connector = connector;
    }

    /// Runs the task, in the listener's thread, whenever the topic changed.
    public void on(String topic, Runnable task) {
        listeners.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(task);
    }

    /// Starts to listen, in the background; at the first connection every topic counts as changed, so that nothing is
    /// missed between a room's first load and this.
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("db-notifications").start(this::run);
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
                closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
        }
        listening = true;
        listeners.keySet().forEach(this::tell);
        long asked = System.nanoTime();
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (closed.getCount() > 0) {
            PGNotification[] notifications = notified.getNotifications(POLL_MILLIS);
            if (notifications == null || notifications.length == 0) {
                asked = stillThere(connection, asked);
                continue;
            }
            Set<String> topics = new LinkedHashSet<>();
            for (PGNotification notification : notifications) {
                topics.add(notification.getParameter());
            }
            topics.forEach(this::tell);
        }
    }

    /// A peer that is gone without a word looks like one that has nothing to say: it is asked from time to time.
    private static long stillThere(Connection connection, long asked) throws SQLException {
        if (System.nanoTime() - asked < ASK_EVERY.toNanos()) {
            return asked;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        return System.nanoTime();
    }

    private void tell(String topic) {
        for (Runnable task : listeners.getOrDefault(topic, List.of())) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("what changed under '{}' could not be taken over", topic, e);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
