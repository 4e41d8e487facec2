package io.elchi.server.queue.postgres;

import io.elchi.server.core.MessageId;
import io.elchi.server.db.Channels;
import io.elchi.server.db.Database;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Handoff;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for the shards of this process, and reads their inboxes: at a notification, and each second.
final class Arrivals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /// An envelope that could not be settled comes again after so long.
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PAGE = 512;

    private final Database database;
    private final Map<Long, Owned> owned = new ConcurrentHashMap<>();
    /// Envelopes that were taken and are not settled.
    private final Map<UUID, Taken> taken = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Thread thread;
    private long looked;

    /// @param againAt from when on it comes again, by [System#nanoTime]; null: it is being settled
    private record Taken(long shard, Long againAt) {}

    /// A shard of this process.
    private final class Owned implements Handoff.Subscription {
        private final long shard;
        private final Handoff.Sink sink;
        private final IntSupplier credit;
        private boolean over;

        Owned(long shard, Handoff.Sink sink, IntSupplier credit) {
            this.shard = shard;
            this.sink = sink;
            this.credit = credit;
        }

        synchronized void accepted(Collection<MessageId> ids) {
            if (!over) {
                sink.accepted(shard, ids);
            }
        }

        synchronized boolean kept(Handoff.Envelope envelope) {
            return !over && credit.getAsInt() > 0 && sink.kept(shard, envelope);
        }

        @Override
        public void close() {
            owned.remove(shard, this);
            synchronized (this) {
                over = true;
            }
            taken.values().removeIf(each -> each.shard == shard);
        }
    }

    Arrivals(Database database, Metrics metrics) {
        this.database = database;
        metrics.gauge(Metric.INBOX_WAITING, taken::size);
    }

    synchronized Handoff.Subscription own(long shard, Handoff.Sink sink, IntSupplier credit) {
        Owned fresh = new Owned(shard, sink, credit);
        owned.put(shard, fresh);
        if (thread == null) {
            thread = Thread.ofVirtual().name("handoff-listen").start(this::run);
        }
        return fresh;
    }

    void settled(Collection<UUID> ids) {
        ids.forEach(taken::remove);
    }

    void again(Collection<UUID> ids) {
        long at = System.nanoTime() + AGAIN.toNanos();
        ids.forEach(id -> taken.computeIfPresent(id, (_, each) -> new Taken(each.shard, at)));
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                try (Channels channels = database.channels("handoff", SOCKET_TIMEOUT)) {
                    listen(channels);
                } catch (SQLException | RuntimeException e) {
                    LOG.warn("nothing arrives from other processes, trying again: {}", e.getMessage());
                    closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Channels channels) throws SQLException {
        looked = System.nanoTime() - LOOK_INTERVAL.toNanos();
        while (closed.getCount() > 0) {
            Map<String, Owned> shards = new HashMap<>();
            owned.forEach((shard, each) -> shards.put(PgHandoff.channel(shard), each));
            channels.hear(shards.keySet());
            boolean notified = deliver(channels.await(POLL), shards);
            long now = System.nanoTime();
            if (notified || now - looked >= LOOK_INTERVAL.toNanos()) {
                looked = now;
                taken.values().removeIf(each -> each.againAt != null && now - each.againAt >= 0);
                readInbox(channels.connection());
            }
        }
    }

    /// @return whether there is something in an inbox
    private static boolean deliver(List<Channels.Notice> notices, Map<String, Owned> shards) {
        Map<Owned, Set<MessageId>> accepted = new LinkedHashMap<>();
        boolean inbox = false;
        for (Channels.Notice notice : notices) {
            Owned shard = shards.get(notice.channel());
            if (notice.payload().isEmpty()) {
                inbox = true;
            } else if (shard != null) {
                accepted.computeIfAbsent(shard, _ -> new LinkedHashSet<>()).addAll(HintCodec.decode(notice.payload()));
            }
        }
        accepted.forEach(Owned::accepted);
        return inbox;
    }

    private void readInbox(Connection connection) throws SQLException {
        List<Owned> ready = owned.values().stream()
                .filter(each -> each.credit.getAsInt() > 0)
                .toList();
        if (ready.isEmpty()) {
            return;
        }
        Set<Integer> kinds = new HashSet<>();
        ready.forEach(each -> kinds.addAll(each.sink.kinds()));
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, shard, kind, payload FROM queue.inbox WHERE shard = ANY (?)"
                        + " AND kind = ANY (?) AND id <> ALL (?) ORDER BY put_at LIMIT ?")) {
            Object[] shards = ready.stream().map(each -> each.shard).toArray();
            select.setArray(1, connection.createArrayOf("int8", shards));
            select.setArray(2, connection.createArrayOf("int4", kinds.toArray()));
            select.setArray(3, connection.createArrayOf("uuid", taken.keySet().toArray()));
            select.setInt(4, PAGE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    deliver(rows);
                }
            }
        }
    }

    private void deliver(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Owned shard = owned.get(row.getLong("shard"));
        if (shard == null || taken.putIfAbsent(id, new Taken(shard.shard, null)) != null) {
            return;
        }
        boolean delivered = shard.kept(new Handoff.Envelope(id, row.getInt("kind"), row.getBytes("payload")));
        if (!delivered) {
            taken.remove(id);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Thread listening;
        synchronized (this) {
            listening = thread;
        }
        try {
            if (listening != null && !listening.join(SOCKET_TIMEOUT)) {
                listening.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
