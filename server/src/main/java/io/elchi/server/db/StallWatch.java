package io.elchi.server.db;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds transactions that take longer than a threshold, and asks PostgreSQL once for each what it waits for:
/// `pg_stat_activity`, over a connection of its own.
final class StallWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
    /// Looks in the time of a threshold.
    private static final int LOOKS = 4;
    /// An event of PostgreSQL that is a wait for the disk although it is a lock: another session writes its log
    /// there.
    private static final String WAL_WRITE = "WALWrite";

    private static final String QUESTION = "SELECT state, wait_event_type, wait_event,"
            + " (SELECT string_agg(b.application_name || ' (' || coalesce(b.state, 'unknown') || ')', ', ')"
            + " FROM pg_stat_activity b WHERE b.pid = ANY (pg_blocking_pids(a.pid)))"
            + " FROM pg_stat_activity a WHERE a.pid = ?";

    /// What a transaction waits for; the value of a label.
    enum Wait {
        /// A connection of the pool.
        POOL,
        /// A row, a table or a structure in the server's memory that another session has.
        LOCK,
        IO,
        OTHER
    }

    /// A connection for the questions.
    interface Source {
        Connection connect() throws SQLException;
    }

    private record Found(Wait kind, String text) {}

    private final Duration threshold;
    private final Source source;
    private final Supplier<String> pool;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Metrics metrics;
    private Connection connection;

    /// @param pool the state of the pool, in words
    StallWatch(Duration threshold, Source source, Supplier<String> pool) {
        this.threshold = threshold;
        this.source = source;
        this.pool = pool;
    }

    /// A transaction that is not at its end.
    private static final class Running {
        private final String use;
        private final long started = System.nanoTime();
        /// 0: it has no connection yet.
        private volatile int process;
        private volatile boolean told;

        private Running(String use) {
            this.use = use;
        }

        private long nanos() {
            return System.nanoTime() - started;
        }
    }

    /// The same transactions, watched.
    ///
    /// @param use names them in the log and in the metric
    Transactions watched(String use, Transactions transactions) {
        return new Transactions() {
            @Override
            public void confirm() {
                transactions.confirm();
            }

            @Override
            public <T> T run(Work<T> work) {
                Running each = new Running(use);
                running.add(each);
                try {
                    return transactions.run(tx -> {
                        each.process =
                                tx.connection().unwrap(PGConnection.class).getBackendPID();
                        return work.in(tx);
                    });
                } finally {
                    running.remove(each);
                    if (each.told) {
                        LOG.warn("the stalled {} ended after {} ms", use, each.nanos() / 1_000_000);
                    }
                }
            }
        };
    }

    /// Begins to look.
    void start(Metrics counted) {
        metrics = counted;
        Thread.ofPlatform().name("stalls").daemon().start(this::run);
    }

    private void run() {
        long interval = Math.max(1, threshold.toMillis() / LOOKS);
        try {
            while (!closed.await(interval, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void look() {
        for (Running each : running) {
            if (!each.told && each.nanos() >= threshold.toNanos()) {
                try {
                    tell(each);
                } catch (RuntimeException e) {
                    LOG.error("a stall could not be looked at", e);
                }
            }
        }
    }

    private void tell(Running each) {
        Found found = each.process == 0 ? new Found(Wait.POOL, "a connection of the pool: " + pool.get()) : ask(each);
        if (!running.contains(each)) {
            // It ended while PostgreSQL was asked, and the answer may be about the next one.
            return;
        }
        each.told = true;
        LOG.warn("{} stalls since {} ms, waiting for {}", each.use, each.nanos() / 1_000_000, found.text);
        metrics.count(Metric.DB_STALLS, each.use, found.kind.name().toLowerCase(Locale.ROOT))
                .one();
    }

    private Found ask(Running each) {
        try {
            if (connection == null) {
                connection = source.connect();
            }
            try (PreparedStatement select = connection.prepareStatement(QUESTION)) {
                select.setInt(1, each.process);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? found(row.getString(1), row.getString(2), row.getString(3), row.getString(4))
                            : new Found(Wait.OTHER, "its connection, which PostgreSQL has ended");
                }
            }
        } catch (SQLException e) {
            disconnect();
            return new Found(Wait.OTHER, "PostgreSQL, which cannot be asked: " + e.getMessage());
        }
    }

    private static Found found(String state, String type, String event, String blockers) {
        if (type == null) {
            return new Found(Wait.OTHER, "nothing that PostgreSQL knows; its session is " + state);
        }
        Wait kind = switch (type) {
            case "IO" -> Wait.IO;
            case "LWLock" -> WAL_WRITE.equals(event) ? Wait.IO : Wait.LOCK;
            case "Lock", "BufferPin" -> Wait.LOCK;
            default -> Wait.OTHER;
        };
        String by = blockers == null ? "" : ", which has " + blockers;
        return new Found(kind, type + " " + event + by + "; its session is " + state);
    }

    private void disconnect() {
        try (Connection _ = connection) {
            connection = null;
        } catch (SQLException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
