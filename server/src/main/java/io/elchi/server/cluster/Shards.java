package io.elchi.server.cluster;

import io.elchi.server.db.Tx;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shards that this process owns: it alone binds their links, sends, settles and sweeps their messages.
///
/// Memory of a shard's messages is filled only while the shard is owned ([#enter]), and is forgotten in the moment
/// in which it is owned no more ([#disown]): what another process settles meanwhile is never seen here as it was
/// before.
public final class Shards implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);
    /// Operators come by a notification; what else has unfinished messages is looked for so often.
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(30);
    private static final Duration BALANCE_INTERVAL = Duration.ofSeconds(5);
    /// At most one shard is given to its first choice in this time.
    private static final Duration RELEASE_INTERVAL = Duration.ofSeconds(30);

    private static final Duration TICK = Duration.ofSeconds(1);

    /// null: this process shares its database with nobody.
    private final Leases leases;
    private final Metrics.Count takeovers;
    private final Metrics.Count abandoned;
    private final Map<Long, Lease> wanted = new ConcurrentHashMap<>();
    private final Set<Long> releasing = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Semaphore changed = new Semaphore(0);
    private volatile Owned owned = new Owned(Map.of());
    private volatile Tasks tasks;
    private volatile Supplier<Collection<Long>> all;
    private volatile Runnable lost;
    private volatile boolean closing;
    private volatile Thread thread;
    private final Unbound unbound;
    private long releasedAt = System.nanoTime() - RELEASE_INTERVAL.toNanos();

    /// What begins and ends with a shard.
    public interface Tasks {
        /// This process has the shard now. Must not block.
        void acquired(long shard);

        /// Whether a session of the shard's links is bound, or none is wanted.
        boolean isBound(long shard);

        /// Whether the shard may be given to another process just now.
        boolean mayRelease(long shard);

        /// Sends no more for the shard, settles what comes of it, and calls [#disown].
        void release(long shard) throws InterruptedException;
    }

    /// The shards of a moment.
    public static final class Owned {
        private final Map<Long, Lease> leases;

        private Owned(Map<Long, Lease> leases) {
            this.leases = Map.copyOf(leases);
        }

        public boolean has(long shard) {
            return leases.containsKey(shard);
        }

        public Set<Long> numbers() {
            return leases.keySet();
        }

        /// Grows with each owner.
        public long epoch(long shard) {
            Lease lease = leases.get(shard);
            return lease == null ? 0 : lease.epoch();
        }
    }

    public Shards(Leases leases, Metrics metrics) {
        this(leases, metrics, new Unbound(Unbound.UNBOUND_TIMEOUT));
    }

    Shards(Leases leases, Metrics metrics, Unbound unbound) {
        this.leases = leases;
        this.unbound = unbound;
        takeovers = metrics == null ? null : metrics.count(Metric.SHARD_TAKEOVERS);
        abandoned = metrics == null ? null : metrics.count(Metric.SHARDS_ABANDONED);
        if (metrics != null) {
            metrics.gauge(Metric.SHARDS_OWNED, () -> owned.numbers().size());
        }
    }

    /// All shards of these operators, for ever, for a process that shares its database with nobody.
    public static Shards alone(long... operatorIds) {
        Shards shards = new Shards(null, null);
        Map<Long, Lease> mine = new HashMap<>();
        Arrays.stream(operatorIds).forEach(operator -> mine.put(ShardId.of(operator), Lease.alone()));
        shards.owned = new Owned(mine);
        return shards;
    }

    /// Takes its part of the shards from now on.
    ///
    /// @param every the numbers of all shards that somebody must have
    /// @param onLost another process has a shard that was this one's
    public synchronized void start(Supplier<Collection<Long>> every, Tasks ownersTasks, Runnable onLost) {
        all = every;
        tasks = ownersTasks;
        lost = onLost;
        want();
        thread = Thread.ofVirtual().name("shards").start(this::run);
    }

    /// There may be other shards now.
    public void changed() {
        changed.release();
    }

    private void run() {
        long looked = System.nanoTime();
        long balanced = looked;
        try {
            while (!closing) {
                boolean notified = changed.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
                changed.drainPermits();
                long now = System.nanoTime();
                try {
                    if (notified || now - looked >= LOOK_INTERVAL.toNanos()) {
                        looked = now;
                        want();
                    }
                    if (now - balanced >= BALANCE_INTERVAL.toNanos()) {
                        balanced = now;
                        abandonUnbound();
                        balance();
                    }
                } catch (SQLException | RuntimeException e) {
                    LOG.warn("shards cannot be looked for: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void want() {
        List<Lease> fresh = new ArrayList<>();
        for (long shard : all.get()) {
            if (!wanted.containsKey(shard)) {
                Lease lease = leases.lease(ShardId.ofNumber(shard).lease());
                lease.onChange(true, () -> acquired(shard, lease), () -> lost.run());
                wanted.put(shard, lease);
                fresh.add(lease);
            }
        }
        if (!fresh.isEmpty()) {
            leases.wantShared(fresh);
        }
    }

    private void acquired(long shard, Lease lease) {
        own(shard, lease);
        takeovers.one();
        tasks.acquired(shard);
    }

    /// The shard is this process's from now on.
    void own(long shard, Lease lease) {
        lock.writeLock().lock();
        try {
            Map<Long, Lease> mine = new HashMap<>(owned.leases);
            mine.put(shard, lease);
            owned = new Owned(mine);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Gives one shard to the process that has its first choice.
    private void balance() throws SQLException, InterruptedException {
        if (System.nanoTime() - releasedAt < RELEASE_INTERVAL.toNanos()) {
            return;
        }
        Map<Long, Lease> mine = owned.leases;
        Set<Lease> others = new HashSet<>(leases.ofOthers(mine.values()));
        for (Map.Entry<Long, Lease> each : mine.entrySet()) {
            if (others.contains(each.getValue()) && tasks.mayRelease(each.getKey()) && !closing) {
                releasedAt = System.nanoTime();
                release(each.getKey(), each.getValue());
                return;
            }
        }
    }

    /// Another process may reach an operator that this one does not reach. One shard at a time.
    private void abandonUnbound() throws SQLException, InterruptedException {
        for (Map.Entry<Long, Lease> each : owned.leases.entrySet()) {
            long shard = each.getKey();
            long now = System.nanoTime();
            if (unbound.isToAbandon(shard, tasks.isBound(shard), now) && !closing) {
                if (!leases.hasOthers()) {
                    return;
                }
                LOG.warn(
                        "no link of the lease '{}' can be bound here: another process tries",
                        each.getValue().name());
                unbound.abandoned(shard, now);
                abandoned.one();
                release(shard, () -> leases.abandon(each.getValue(), Unbound.AVOIDED));
                return;
            }
        }
    }

    private void release(long shard, Lease lease) throws InterruptedException {
        LOG.info("the lease '{}' goes to the process that has its first choice", lease.name());
        unbound.left(shard);
        release(shard, () -> leases.giveBack(List.of(lease)));
    }

    private void release(long shard, Runnable give) throws InterruptedException {
        releasing.add(shard);
        try {
            tasks.release(shard);
            give.run();
        } finally {
            releasing.remove(shard);
        }
    }

    /// The shards of this moment.
    public Owned owned() {
        return owned;
    }

    public boolean owns(long shard) {
        return owned.has(shard);
    }

    /// Whether the shard's links are to be bound here.
    public boolean mayBind(long shard) {
        return owned.has(shard) && !releasing.contains(shard);
    }

    /// Whether this process may send just now: it has the shard, and renewed its lease in the last four seconds.
    public boolean mayAct(long shard) {
        Lease lease = owned.leases.get(shard);
        return lease != null && lease.mayAct();
    }

    /// Whether every shard that this process has may be acted for.
    public boolean mayAct() {
        return owned.leases.values().stream().allMatch(Lease::mayAct);
    }

    /// Until [#exit], no shard leaves this process: what is put into memory meanwhile is of shards that it has.
    /// Not to be held over I/O.
    public Owned enter() {
        lock.readLock().lock();
        return owned;
    }

    public void exit() {
        lock.readLock().unlock();
    }

    /// To be called first in each transaction that changes messages of these shards.
    ///
    /// @throws LeaseLostException when another process has one of them
    public void fence(Tx tx, Collection<Long> shards) throws SQLException {
        Owned now = owned;
        List<Lease> fenced = new ArrayList<>(shards.size());
        for (long shard : shards) {
            Lease lease = now.leases.get(shard);
            if (lease == null) {
                throw new LeaseLostException(ShardId.ofNumber(shard).lease());
            }
            fenced.add(lease);
        }
        Lease.fence(tx, fenced);
    }

    /// The shard is this process's no more. To be called by the thread that settles.
    ///
    /// @param forget forgets all that memory has of the shard
    public void disown(long shard, Runnable forget) {
        lock.writeLock().lock();
        try {
            Map<Long, Lease> mine = new HashMap<>(owned.leases);
            mine.remove(shard);
            owned = new Owned(mine);
            forget.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Whether the thread that shares them out is alive; true before the start.
    public boolean isAlive() {
        return thread == null || thread.isAlive();
    }

    /// Gives no single shard away any more. A shard that is just being given away is given away first.
    public void stopSharing() throws InterruptedException {
        closing = true;
        changed.release();
        if (thread != null) {
            thread.join();
        }
    }

    /// Gives all shards back at once. Their links and tracking must have stopped before.
    @Override
    public void close() {
        if (leases != null && !owned.leases.isEmpty()) {
            leases.giveBack(owned.leases.values());
        }
    }
}
