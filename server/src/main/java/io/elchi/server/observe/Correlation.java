package io.elchi.server.observe;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.slf4j.MDC;

/// The ids that tie log lines together.
public final class Correlation {
    public static final String CORRELATION_ID = "correlation_id";
    public static final String MESSAGE_ID = "message_id";
    private static final int MAX_LENGTH = 128;

    private Correlation() {}

    /// Puts the id on the log lines of this thread until closed.
    public static MDC.MDCCloseable of(String correlationId) {
        return MDC.putCloseable(CORRELATION_ID, correlationId);
    }

    /// A new one. It names, it keeps nothing secret: no source of secrets is asked, which all requests would share.
    public static String fresh() {
        RandomGenerator random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }

    /// Whether a client's id may be taken over: up to 128 visible ASCII characters, so that it cannot forge a log line.
    public static boolean acceptable(String id) {
        return id != null
                && !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }
}
