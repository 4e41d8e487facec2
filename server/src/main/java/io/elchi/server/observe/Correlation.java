package io.elchi.server.observe;

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

    /// Whether a client's id may be taken over: up to 128 visible ASCII characters, so that it cannot forge a log line.
    public static boolean acceptable(String id) {
        return id != null
                && !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }
}
