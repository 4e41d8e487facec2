package io.elchi.server.observe;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process when an Error leaves a thread: its memory may be inconsistent, and a process without one of
/// its threads does not answer. Accepted messages are in the database, and the supervisor restarts the process. An
/// exception that leaves a thread is logged; liveness shows the dead thread.
public final class FatalErrors implements Thread.UncaughtExceptionHandler {
    /// The JVM's own status with `-XX:+ExitOnOutOfMemoryError`.
    public static final int STATUS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

    private final IntConsumer halt;

    /// @param halt ends the process with this status, at once and without hooks
    FatalErrors(IntConsumer halt) {
        this.halt = halt;
    }

    /// For every thread of this process.
    public static void haltTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler(
                new FatalErrors(status -> Runtime.getRuntime().halt(status)));
    }

    /// For code that runs on a thread which swallows what is thrown.
    public static void report(Error error) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (!(thrown instanceof Error)) {
            LOG.error("the thread '{}' ended", thread.getName(), thrown);
            return;
        }
        try {
            // Without the log's machinery, which may need memory that is not there.
            System.err.println("elchi: the process ends, since an error left the thread '" + thread.getName() + "'");
            thrown.printStackTrace(System.err);
            LOG.error("the process ends, since an error left the thread '{}'", thread.getName(), thrown);
        } finally {
            halt.accept(STATUS);
        }
    }
}
