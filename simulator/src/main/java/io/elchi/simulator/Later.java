package io.elchi.simulator;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An operator's clock and its scheduled tasks. A test brings its own.
interface Later {
    long nanoTime();

    /// Runs the task after so many nanoseconds, on a thread of its own; at once, here, when that is zero. Never,
    /// when time is over.
    void after(long nanos, Runnable task);

    /// Ends everything that waits.
    default void close() {}

    static Later system() {
        return new Threaded();
    }

    /// One thread that waits and does the little there is to do.
    final class Threaded implements Later {
        private static final Logger LOG = LoggerFactory.getLogger(Later.class);

        private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("simulator-timer").daemon().factory());

        private Threaded() {
            timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            timer.setRemoveOnCancelPolicy(true);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void after(long nanos, Runnable task) {
            if (nanos <= 0) {
                task.run();
                return;
            }
            try {
                timer.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("not done any more: the simulator has stopped", e);
            }
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("what was to happen later failed", e);
            }
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
