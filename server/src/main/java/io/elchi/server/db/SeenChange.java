package io.elchi.server.db;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits until this process follows a change: who makes one uses it in the next request, which often comes to the
/// same process.
public final class SeenChange {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final Object lock = new Object();
    private final Duration within;

    public SeenChange() {
        this(WITHIN);
    }

    SeenChange(Duration within) {
        this.within = within;
    }

    /// What is in memory has changed.
    public void changed() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /// Waits a second at most: the change is stored whether it is seen here or not.
    ///
    /// @param seen whether the change is in memory
    public void await(BooleanSupplier seen) {
        long end = System.nanoTime() + within.toNanos();
        synchronized (lock) {
            try {
                long left = within.toMillis();
                while (left > 0 && !seen.getAsBoolean()) {
                    lock.wait(left);
                    left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
