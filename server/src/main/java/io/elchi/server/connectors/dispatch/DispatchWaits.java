package io.elchi.server.connectors.dispatch;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/// What the dispatcher of an operator waited for. Its thread adds; any thread reads.
public final class DispatchWaits {
    /// Of which the next answer is made.
    private static final long SPAN_NANOS = 4_500_000_000L;

    private static final double HALF = 0.5;

    private final AtomicLongArray nanos = new AtomicLongArray(Cause.values().length);
    private long[] before = new long[Cause.values().length];
    private long sampledAt;
    private String limitedBy;

    /// What a dispatcher waits for. The names are those of `limited_by` in the API, in small letters.
    public enum Cause {
        /// The queue is empty.
        NOTHING_ASKED,
        /// The pace of the links.
        RATE_LIMIT,
        /// Each window is full: the operator's answers.
        OPERATOR_ANSWERS,
        /// The operator said that it has too much.
        OPERATOR_THROTTLES,
        /// Outcomes that wait for their commit.
        COMMITS,
        /// No session is bound.
        NOT_BOUND,
        /// The operator is suspended or held.
        STOPPED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DispatchWaits(long now) {
        sampledAt = now;
    }

    public void add(Cause cause, long waited) {
        nanos.setOpaque(cause.ordinal(), nanos.getPlain(cause.ordinal()) + waited);
    }

    public double seconds(Cause cause) {
        return nanos.getOpaque(cause.ordinal()) / 1e9;
    }

    /// What the dispatcher waited for during at least half of the last seconds; `nothing` when it mostly sent.
    ///
    /// @param now of the clock, in nanoseconds
    /// @return null in the first seconds
    public synchronized String limitedBy(long now) {
        long passed = now - sampledAt;
        if (passed < SPAN_NANOS) {
            return limitedBy;
        }
        long[] current = new long[before.length];
        String found = "nothing";
        for (Cause cause : Cause.values()) {
            int at = cause.ordinal();
            current[at] = nanos.getOpaque(at);
            if (current[at] - before[at] >= HALF * passed) {
                found = cause.text();
            }
        }
        before = current;
        sampledAt = now;
        limitedBy = found;
        return found;
    }
}
