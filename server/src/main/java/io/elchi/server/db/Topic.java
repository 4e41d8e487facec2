package io.elchi.server.db;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tables that modules keep in memory as one snapshot: its loaders, the version that they loaded, and the time at
/// which that version was last known to be the current one. A load that fails is repeated, with growing delay,
/// until it is done. Each topic loads in a thread of its own, one load at a time: a slow one delays no other.
/// [#age] and [#failing] are for all threads, the rest is for the listener's.
final class Topic {
    private static final Logger LOG = LoggerFactory.getLogger(Topic.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LAST_DELAY = Duration.ofSeconds(30);

    private final String name;
    private final LongSupplier nanos;
    private final List<Runnable> loaders = new CopyOnWriteArrayList<>();
    /// null: nothing is loaded, or nobody knows which version.
    private volatile String loaded;
    private volatile long retryAt;
    private Thread loading;
    private volatile int failures;
    private volatile long confirmedAt;

    Topic(String name, LongSupplier nanos) {
        this.name = name;
        this.nanos = nanos;
        confirmedAt = nanos.getAsLong();
    }

    String name() {
        return name;
    }

    void add(Runnable loader) {
        loaders.add(loader);
    }

    /// Loads at the next [#update], whatever the version.
    void invalidate() {
        loaded = null;
        retryAt = nanos.getAsLong();
    }

    /// Tries again at the next [#update], without the delay after a failure.
    void retryNow() {
        retryAt = nanos.getAsLong();
    }

    /// Begins a load when the version is another one than that which was loaded, unless one is in progress.
    ///
    /// @param version as it was read before this call
    void begin(String version) {
        if (isLoading()) {
            return;
        }
        if (version.equals(loaded)) {
            confirmedAt = nanos.getAsLong();
        } else {
            loading = Thread.ofVirtual().name("snapshot-" + name).start(() -> update(version));
        }
    }

    /// Whether a load is in progress.
    boolean isLoading() {
        return loading != null && loading.isAlive();
    }

    /// Waits for the load in progress.
    void await() throws InterruptedException {
        if (loading != null) {
            loading.join();
        }
    }

    /// Loads when the version is another one than that which was loaded.
    ///
    /// @param version as it was read before this call
    void update(String version) {
        long now = nanos.getAsLong();
        if (version.equals(loaded)) {
            confirmedAt = now;
            return;
        }
        if (failures > 0 && now - retryAt < 0) {
            return;
        }
        if (load()) {
            loaded = version;
            failures = 0;
            confirmedAt = now;
        } else {
            failures++;
            retryAt = nanos.getAsLong() + delay().toNanos();
        }
    }

    private boolean load() {
        boolean done = true;
        for (Runnable loader : loaders) {
            try {
                loader.run();
            } catch (RuntimeException e) {
                done = false;
                LOG.error("the snapshot of '{}' could not be loaded; it is tried again", name, e);
            }
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
