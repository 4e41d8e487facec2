package io.elchi.server.queue.postgres;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Database;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends hints in a thread of its own, each time all that came meanwhile. NOTIFY holds a lock of the whole server
/// over its commit; so it has a transaction of its own that waits for no disk.
final class HintSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HintSender.class);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /// Hints that wait to be sent; more are dropped, and their messages are found by their owner.
    private static final int MOST_WAITING = 65_536;

    private final Database database;
    private final Metrics.Count sent;
    private final Metrics.Count dropped;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private Map<Long, List<MessageId>> waiting = new HashMap<>();
    private int waitingIds;
    private boolean closed;
    private Thread thread;

    HintSender(Database database, Metrics metrics) {
        this.database = database;
        sent = metrics.count(Metric.HANDOFF_HINTS, "sent");
        dropped = metrics.count(Metric.HANDOFF_HINTS, "dropped");
    }

    /// @param ids none: something is in the inbox
    void offer(long shard, Collection<MessageId> ids) {
        lock.lock();
        try {
            if (closed || waitingIds + ids.size() > MOST_WAITING) {
                dropped.add(ids.size());
                return;
            }
            if (thread == null) {
                thread = Thread.ofVirtual().name("handoff-hints").start(this::run);
            }
            waiting.computeIfAbsent(shard, _ -> new ArrayList<>()).addAll(ids);
            waitingIds += ids.size();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Connection connection = null;
        try {
            for (Map<Long, List<MessageId>> batch = take(); batch != null; batch = take()) {
                int ids = batch.values().stream().mapToInt(List::size).sum();
                try {
                    connection = connection == null ? connect() : connection;
                    send(connection, batch);
                    sent.add(ids);
                } catch (SQLException e) {
                    LOG.warn("{} hints are not sent; their owners find the messages: {}", ids, e.getMessage());
                    dropped.add(ids);
                    close(connection);
                    connection = null;
                    TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(connection);
        }
    }

    /// null: it is over.
    private Map<Long, List<MessageId>> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.await();
            }
            if (waiting.isEmpty()) {
                return null;
            }
            Map<Long, List<MessageId>> all = waiting;
            waiting = new HashMap<>();
            waitingIds = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = database.dedicated("hints", SOCKET_TIMEOUT);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
        }
        return connection;
    }

    private static void send(Connection connection, Map<Long, List<MessageId>> batch) throws SQLException {
        List<String> channels = new ArrayList<>();
        List<String> payloads = new ArrayList<>();
        batch.forEach((shard, ids) -> {
            for (int from = 0; from == 0 || from < ids.size(); from += HintCodec.MOST) {
                channels.add(PgHandoff.channel(shard));
                payloads.add(HintCodec.encode(ids.subList(from, Math.min(ids.size(), from + HintCodec.MOST))));
            }
        });
        try (PreparedStatement notify = connection.prepareStatement(
                "SELECT pg_notify(channel, payload) FROM unnest(?::text[], ?::text[]) AS n (channel, payload)")) {
            notify.setArray(1, connection.createArrayOf("text", channels.toArray()));
            notify.setArray(2, connection.createArrayOf("text", payloads.toArray()));
            notify.execute();
        }
    }

    private static void close(Connection connection) {
        try (Connection _ = connection) {
            LOG.trace("a connection is closed");
        } catch (SQLException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }

    /// Sends what waits, and ends.
    @Override
    public void close() {
        Thread sending;
        lock.lock();
        try {
            closed = true;
            arrived.signal();
            sending = thread;
        } finally {
            lock.unlock();
        }
        try {
            if (sending != null && !sending.join(SOCKET_TIMEOUT)) {
                sending.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
