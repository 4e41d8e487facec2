package io.elchi.server.cluster;

import io.elchi.server.db.Database;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes and renews this process's leases, over a connection of its own: a busy pool must not cost a lease.
///
/// An owner renews every two seconds, for six. One that hears nothing from the database keeps its lease until
/// another process takes it, but does not act ([Lease#mayAct]).
///
/// Leases that are shared out go to the live process that has the first choice of each ([Rendezvous]), at once
/// when they are free; to any other a second later.
public final class Leases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration RENEW_INTERVAL = Duration.ofSeconds(2);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(3);
    /// A free lease waits so long for the process that has its first choice.
    private static final Duration FIRST_CHOICE = Duration.ofSeconds(1);
    /// The process that abandoned it takes it again when nobody else did in this time.
    private static final Duration OTHERS = Duration.ofSeconds(10);

    private final Database database;
    private final Metrics metrics;
    private final LeaseRows rows;
    /// For jobs and for looks at the rows. A thread that holds `turn` does not wait for it, since renewing must not.
    private final KeptConnection kept;
    private final List<Lease> wanted = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    /// Held while the leases are taken and renewed: a lease that is given back is not renewed afterwards.
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean stopping;
    private final Metrics.Timing renewal;
    private Connection connection;
    private long renewedAt;
    private Thread thread;

    public Leases(Database database, Metrics metrics) {
        this.database = database;
        this.metrics = metrics;
        rows = new LeaseRows(database);
        kept = new KeptConnection(database, "lease-rows", SOCKET_TIMEOUT);
        renewal = metrics.timing(Metric.LEASE_RENEWAL_SECONDS);
    }

    /// A lease that this process does not have and does not want yet.
    public Lease lease(String name) {
        Lease lease = new Lease(name, System::nanoTime);
        metrics.gauge(Metric.LEASE_HELD, () -> lease.mayAct() ? 1 : 0, name);
        return lease;
    }

    /// Tries to take the lease at once, and goes on trying until it has it.
    ///
    /// @param acquired runs once in this call or in the leases' thread, when this process has it
    /// @param lost runs once, in any thread, when another process turns out to have it
    public void want(Lease lease, Runnable acquired, Runnable lost) {
        lease.onChange(false, acquired, lost);
        begin(List.of(lease));
    }

    /// The same for leases that the processes share out among them. Each has its own tasks already.
    void wantShared(Collection<Lease> leases) {
        begin(leases);
    }

    private synchronized void begin(Collection<Lease> leases) {
        turn.lock();
        try (Connection first = database.dedicated("leases", SOCKET_TIMEOUT)) {
            takeFree(first, leases);
        } catch (SQLException e) {
            LOG.warn("leases cannot be taken yet: {}", e.getMessage());
        } finally {
            turn.unlock();
        }
        wanted.addAll(leases);
        startRenewing();
    }

    /// Runs the task when no other process runs it or ran it in this interval.
    ///
    /// @return whether it ran here
    public boolean runAlone(String name, Duration interval, Runnable task) {
        Lease lease = new Lease(name, System::nanoTime);
        try {
            kept.run(connection -> {
                takeFree(connection, List.of(lease));
                return lease.isOwned();
            });
        } catch (SQLException e) {
            throw new NotCommittedException(e);
        }
        if (!lease.isOwned()) {
            return false;
        }
        wanted.add(lease);
        startRenewing();
        Duration rest = Duration.ZERO;
        try {
            task.run();
            // A little less: the next turn is its owner's again, unless that ended.
            rest = interval.multipliedBy(9).dividedBy(10);
        } finally {
            turn.lock();
            try {
                wanted.remove(lease);
            } finally {
                turn.unlock();
            }
            release(List.of(lease), rest);
        }
        return true;
    }

    private synchronized void startRenewing() {
        if (thread == null) {
            thread = Thread.ofPlatform().name("leases").daemon().start(this::run);
        }
    }

    /// Gives leases back at once. What they are about must have stopped before. They are taken again when no other
    /// process takes them.
    void giveBack(Collection<Lease> leases) {
        release(leases, Duration.ZERO);
    }

    /// Gives a lease back; others have the first choice for some time.
    void abandon(Lease lease, Duration time) {
        release(List.of(lease), on -> rows.abandon(on, lease, time));
    }

    /// An update of the rows of leases.
    private interface Release {
        void on(Connection connection) throws SQLException;
    }

    private void release(Collection<Lease> leases, Duration rest) {
        release(leases, on -> rows.release(on, leases, rest));
    }

    private void release(Collection<Lease> leases, Release rows) {
        try {
            kept.run(connection -> {
                turn.lock();
                try {
                    rows.on(connection);
                } finally {
                    leases.forEach(Lease::givenBack);
                    turn.unlock();
                }
                return null;
            });
        } catch (SQLException e) {
            forget(leases);
            LOG.warn("leases could not be given back; they run out: {}", e.getMessage());
        }
    }

    private void forget(Collection<Lease> leases) {
        turn.lock();
        try {
            leases.forEach(Lease::givenBack);
        } finally {
            turn.unlock();
        }
    }

    private void run() {
        try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    tick();
                } catch (SQLException e) {
                    LOG.warn("leases cannot be renewed: {}", e.getMessage());
                    disconnect();
                } catch (RuntimeException e) {
                    // It has the lease and could not begin: another process must have its turn.
                    LOG.error("a lease was taken, and its start failed", e);
                    wanted.forEach(Lease::lose);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void tick() throws SQLException {
        if (connection == null) {
            connection = database.dedicated("leases", SOCKET_TIMEOUT);
        }
        long now = System.nanoTime();
        boolean due = now - renewedAt >= RENEW_INTERVAL.toNanos();
        turn.lock();
        try {
            if (due) {
                renew();
            }
            if (!stopping) {
                takeFree(
                        connection,
                        wanted.stream().filter(lease -> !lease.isOwned()).toList());
            }
        } finally {
            turn.unlock();
        }
        if (due) {
            renewedAt = now;
            renewal.record(System.nanoTime() - now);
        }
    }

    private void renew() throws SQLException {
        List<Lease> owned = wanted.stream().filter(Lease::isOwned).toList();
        if (owned.isEmpty()) {
            return;
        }
        long at = System.nanoTime();
        Set<String> renewed = rows.renew(connection, owned);
        for (Lease lease : owned) {
            if (renewed.contains(lease.name())) {
                lease.renewed(at);
            } else {
                LOG.error("the lease '{}' is another process's", lease.name());
                lease.lose();
            }
        }
    }

    private void disconnect() {
        try (Connection _ = connection) {
            connection = null;
        } catch (SQLException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }

    private void takeFree(Connection on, Collection<Lease> leases) throws SQLException {
        if (leases.isEmpty()) {
            return;
        }
        List<LeaseRows.Row> found = rows.read(on, leases);
        Set<UUID> live = null;
        for (Lease lease : leases) {
            LeaseRows.Row row = LeaseRows.of(lease.name(), found);
            if (!row.free()) {
                lease.notFree();
                continue;
            }
            long at = System.nanoTime();
            if (lease.isSharedOut()) {
                Duration free = lease.free(at);
                boolean avoided = database.processId().equals(row.avoided());
                if (avoided && free.compareTo(OTHERS) < 0) {
                    live = live == null ? candidates(on) : live;
                    if (live.size() > 1) {
                        continue;
                    }
                }
                if (!avoided && free.compareTo(FIRST_CHOICE) < 0) {
                    live = live == null ? candidates(on) : live;
                    if (!isFirstChoice(row, live)) {
                        continue;
                    }
                }
            }
            if (rows.take(on, row)) {
                LOG.info("this process has the lease '{}', epoch {}", lease.name(), row.epoch() + 1);
                lease.take(row.number(), row.epoch() + 1, at);
            }
        }
    }

    /// The processes that share out leases, this one among them.
    private Set<UUID> candidates(Connection on) throws SQLException {
        Set<UUID> live = new HashSet<>(rows.liveCores(on));
        live.add(database.processId());
        return live;
    }

    /// A process that abandoned it has no choice, unless it is alone.
    private boolean isFirstChoice(LeaseRows.Row row, Set<UUID> live) {
        Set<UUID> able = live;
        if (row.avoided() != null && live.size() > 1) {
            able = new HashSet<>(live);
            able.remove(row.avoided());
        }
        return Rendezvous.first(row.name(), able).equals(database.processId());
    }

    /// Of these, the leases that another live process has the first choice of.
    List<Lease> ofOthers(Collection<Lease> owned) throws SQLException {
        return kept.run(connection -> {
            Set<UUID> live = candidates(connection);
            List<LeaseRows.Row> found = rows.read(connection, owned);
            return owned.stream()
                    .filter(lease -> !isFirstChoice(LeaseRows.of(lease.name(), found), live))
                    .toList();
        });
    }

    /// Whether another live process could take what this one abandons.
    boolean hasOthers() throws SQLException {
        return kept.run(connection -> candidates(connection).size() > 1);
    }

    /// Whether the thread that renews is alive; true before it is needed.
    public synchronized boolean isAlive() {
        return thread == null || thread.isAlive();
    }

    /// Takes no further lease. Waits until a lease that is being taken is taken and its task has begun, so that
    /// the caller can stop that task.
    public void stopTaking() {
        stopping = true;
        turn.lock();
        turn.unlock();
    }

    /// Gives the leases back at once. What they are about must have stopped before.
    @Override
    public synchronized void close() {
        closed.countDown();
        try (kept) {
            if (thread != null) {
                thread.join(Duration.ofSeconds(10));
                release(wanted, Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }
}
