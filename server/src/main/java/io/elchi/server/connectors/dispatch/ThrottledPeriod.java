package io.elchi.server.connectors.dispatch;

import java.time.Duration;
import java.time.Instant;

/// Since when an operator refuses messages because it has too much. It ends with a message that the operator takes
/// a while after its last such refusal: an operator that takes some and refuses others is throttling all the time.
/// Thread-safe.
final class ThrottledPeriod {
    private static final Duration QUIET = Duration.ofSeconds(10);

    private volatile Instant since;
    private volatile Instant last;

    synchronized void throttled(Instant now) {
        last = now;
        if (since == null) {
            since = now;
        }
    }

    void accepted(Instant now) {
        if (since != null) {
            endIfQuiet(now);
        }
    }

    private synchronized void endIfQuiet(Instant now) {
        if (since != null && last.plus(QUIET).isBefore(now)) {
            since = null;
        }
    }

    /// Null: it does not throttle.
    Instant since() {
        return since;
    }
}
