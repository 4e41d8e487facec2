package io.elchi.server.db;

import io.elchi.server.db.ChangeLog.Check;
import io.elchi.server.db.ChangeLog.Position;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tables that modules keep in memory as one snapshot: those who load it, the position in the log of changes that
/// it has, and the time at which it was last known to be current. A load that fails is repeated, with growing
/// delay, until it is done. Each topic loads in a thread of its own, one load at a time: a slow one delays no
/// other.
final class Topic {
    private static final Logger LOG = LoggerFactory.getLogger(Topic.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LAST_DELAY = Duration.ofSeconds(30);

    /// Loads what changed since a position.
    interface Loads {
        /// @param since null: everything
        /// @param followers none of them may be left out
        /// @return the position of what was loaded
        Position load(String topic, Position since, List<Follower> followers) throws SQLException;
    }

    private final String name;
    private final Loads loads;
    private final LongSupplier nanos;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    /// null: nothing is loaded, or nobody knows what.
    private volatile Position position;
    private volatile long retryAt;
    private volatile int failures;
    private volatile long confirmedAt;
    /// The thread that loads; null: none.
    private Thread loading;
    /// Whether something changed since the load in progress began.
    private boolean again;

    Topic(String name, Loads loads, LongSupplier nanos) {
        this.name = name;
        this.loads = loads;
        this.nanos = nanos;
        confirmedAt = nanos.getAsLong();
    }

    String name() {
        return name;
    }

    void add(Runnable task) {
        tasks.add(task);
    }

    /// Adds a follower, which has loaded at the end of this.
    ///
    /// @throws IllegalStateException when it cannot be loaded
    void add(Follower follower) {
        followers.add(follower);
        position = null;
        update();
        if (failing()) {
            throw new IllegalStateException("the snapshot of '" + name + "' could not be loaded");
        }
    }

    /// What the snapshot has; null: nobody knows.
    Position position() {
        return position;
    }

    /// Tries again at the next check, without the delay after a failure.
    void retryNow() {
        retryAt = nanos.getAsLong();
    }

    /// Takes the answer of a check: begins a load when the snapshot is not current, or nothing is known of it.
    ///
    /// @param asked the position that was checked
    /// @param check null: there was nothing to ask for
    synchronized void take(Position asked, Check check) {
        if (check == null || !check.current()) {
            begin();
        } else if (loading == null && asked.equals(position)) {
            position = check.position();
            confirmedAt = nanos.getAsLong();
        }
    }

    private void begin() {
        if (loading == null) {
            loading = Thread.ofVirtual().name("snapshot-" + name).start(this::run);
        } else {
            again = true;
        }
    }

    private void run() {
        boolean more = true;
        try {
            while (more) {
                update();
                more = continues();
            }
        } finally {
            end();
        }
    }

    private synchronized boolean continues() {
        boolean more = again && !failing();
        again = false;
        if (!more) {
            loading = null;
        }
        return more;
    }

    private synchronized void end() {
        loading = null;
    }

    /// Whether a load is in progress.
    synchronized boolean isLoading() {
        return loading != null;
    }

    /// Waits for the load in progress.
    void await() throws InterruptedException {
        Thread thread;
        synchronized (this) {
            thread = loading;
        }
        if (thread != null) {
            thread.join();
        }
    }

    /// Loads what changed.
    void update() {
        long now = nanos.getAsLong();
        if (failures > 0 && now - retryAt < 0) {
            return;
        }
        if (load()) {
            failures = 0;
            confirmedAt = now;
        } else {
            failures++;
            retryAt = nanos.getAsLong() + delay().toNanos();
        }
    }

    private boolean load() {
        Position loaded;
        try {
            loaded = loads.load(name, position, followers);
        } catch (SQLException | RuntimeException e) {
            LOG.error("the snapshot of '{}' could not be loaded; it is tried again", name, e);
            return false;
        }
        boolean done = true;
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (RuntimeException e) {
                done = false;
                LOG.error("the snapshot of '{}' could not be loaded; it is tried again", name, e);
            }
        }
        if (done) {
            position = loaded;
        }
        return done;
    }

    private Duration delay() {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, 10));
        return delay.compareTo(LAST_DELAY) < 0 ? delay : LAST_DELAY;
    }

    /// Whether the last load failed.
    boolean failing() {
        return failures > 0;
    }

    /// Time since the snapshot was last known to be the current one.
    Duration age() {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - confirmedAt));
    }
}
