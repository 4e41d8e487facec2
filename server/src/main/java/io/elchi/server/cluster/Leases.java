package io.elchi.server.cluster;

import io.elchi.server.db.Database;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
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
public final class Leases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration RENEW_INTERVAL = Duration.ofSeconds(2);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(3);
    private static final String UNTIL = "clock_timestamp() + INTERVAL '6 seconds'";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Database database;
    private final Metrics metrics;
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
    public synchronized void want(Lease lease, Runnable acquired, Runnable lost) {
        lease.onChange(acquired, lost);
        try (Connection first = database.dedicated("leases", SOCKET_TIMEOUT)) {
            insert(first, lease.name());
            take(first, lease);
        } catch (SQLException e) {
            LOG.warn("the lease '{}' cannot be taken yet: {}", lease.name(), e.getMessage());
        }
        wanted.add(lease);
        startRenewing();
    }

    /// Runs the task when no other process runs it or ran it in this interval.
    ///
    /// @return whether it ran here
    public boolean runAlone(String name, Duration interval, Runnable task) {
        Lease lease = new Lease(name, System::nanoTime);
        try (Connection first = database.dedicated("leases", SOCKET_TIMEOUT)) {
            insert(first, name);
            take(first, lease);
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
            release(lease, rest);
        }
        return true;
    }

    private synchronized void startRenewing() {
        if (thread == null) {
            thread = Thread.ofPlatform().name("leases").daemon().start(this::run);
        }
    }

    private void release(Lease lease, Duration rest) {
        try (Connection last = database.dedicated("leases", SOCKET_TIMEOUT)) {
            release(last, lease, rest);
        } catch (SQLException e) {
            LOG.warn("the lease '{}' could not be given back; it runs out: {}", lease.name(), e.getMessage());
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
            for (Lease lease : wanted) {
                if (lease.isOwned()) {
                    if (due) {
                        renew(lease);
                    }
                } else if (!stopping) {
                    insert(connection, lease.name());
                    take(connection, lease);
                }
            }
        } finally {
            turn.unlock();
        }
        if (due) {
            renewedAt = now;
            renewal.record(System.nanoTime() - now);
        }
    }

    private void disconnect() {
        try (Connection _ = connection) {
            connection = null;
        } catch (SQLException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }

    private static void insert(Connection connection, String name) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO cluster.leases (name) VALUES (?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, name);
            insert.executeUpdate();
        }
    }

    private record Row(int number, UUID owner, long epoch, boolean free) {}

    private void take(Connection on, Lease lease) throws SQLException {
        Row row = row(on, lease.name());
        long at = System.nanoTime();
        if (row.free && take(on, lease.name(), row)) {
            LOG.info("this process has the lease '{}', epoch {}", lease.name(), row.epoch + 1);
            lease.take(row.number, row.epoch + 1, at);
        }
    }

    /// A lease is free when it ran out. On the embedded PostgreSQL, which no network lies before, it is also free
    /// when its owner has no session: a server that was killed starts again at once.
    private Row row(Connection on, String name) throws SQLException {
        try (PreparedStatement select =
                on.prepareStatement("SELECT number, owner, epoch, until < clock_timestamp() OR ? AND NOT EXISTS"
                        + " (SELECT FROM pg_stat_activity WHERE application_name LIKE 'elchi:' || owner || '/%')"
                        + " FROM cluster.leases WHERE name = ?")) {
            select.setBoolean(1, database.isEmbedded());
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Row(row.getInt(1), row.getObject(2, UUID.class), row.getLong(3), row.getBoolean(4));
            }
        }
    }

    /// Waits for the settling transactions of the owner before, which share the lock.
    ///
    /// @return whether it is ours
    private boolean take(Connection on, String name, Row row) throws SQLException {
        on.setAutoCommit(false);
        try (Statement statement = on.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '1s'");
            statement.execute("SELECT pg_advisory_xact_lock(" + Lease.LOCK_SPACE + ", " + row.number + ")");
            boolean taken = update(on, name, row.epoch);
            on.commit();
            return taken;
        } catch (SQLException e) {
            on.rollback();
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            terminate(on, name, row.owner);
            return false;
        } finally {
            on.setAutoCommit(true);
        }
    }

    private boolean update(Connection on, String name, long epoch) throws SQLException {
        try (PreparedStatement update =
                on.prepareStatement("UPDATE cluster.leases SET owner = ?, epoch = epoch + 1, until = " + UNTIL
                        + " WHERE name = ? AND epoch = ? AND (until < clock_timestamp() OR ?)")) {
            update.setObject(1, database.processId());
            update.setString(2, name);
            update.setLong(3, epoch);
            update.setBoolean(4, database.isEmbedded());
            return update.executeUpdate() > 0;
        }
    }

    /// A process that stands still may hold a transaction open. A session that waits for a standby is left alone:
    /// its commit is done, and ending it would show what is not replicated.
    private static void terminate(Connection on, String name, UUID owner) throws SQLException {
        LOG.warn("process {} had the lease '{}' and holds a transaction open: its sessions are ended", owner, name);
        try (PreparedStatement select = on.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name LIKE ? AND pid <> pg_backend_pid() AND wait_event IS DISTINCT FROM 'SyncRep'")) {
            select.setString(1, "elchi:" + owner + "/%");
            select.execute();
        }
    }

    private void renew(Lease lease) throws SQLException {
        long at = System.nanoTime();
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE cluster.leases SET until = " + UNTIL + " WHERE name = ? AND owner = ? AND epoch = ?")) {
            update.setString(1, lease.name());
            update.setObject(2, database.processId());
            update.setLong(3, lease.epoch());
            if (update.executeUpdate() > 0) {
                lease.renewed(at);
            } else {
                LOG.error("the lease '{}' is another process's", lease.name());
                lease.lose();
            }
        }
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
        if (thread == null) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
            wanted.forEach(lease -> release(lease, Duration.ZERO));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(Connection on, Lease lease, Duration rest) throws SQLException {
        try (PreparedStatement update =
                on.prepareStatement("UPDATE cluster.leases SET until = clock_timestamp() + ? * INTERVAL '1 ms'"
                        + " WHERE name = ? AND owner = ? AND epoch = ?")) {
            update.setLong(1, rest.toMillis());
            update.setString(2, lease.name());
            update.setObject(3, database.processId());
            update.setLong(4, lease.epoch());
            update.executeUpdate();
            lease.givenBack();
        }
    }
}
