package io.elchi.server.webhooks;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Decides which of an endpoint's two addresses an attempt goes to.
///
/// The second, fourth and each further even attempt of an event goes to the second address. The others go to the
/// first address, until some of them failed one after the other: then they go to the second one too, and one
/// attempt each half minute finds out whether the first one works again.
final class FailoverSwitch {
    /// Failures of the first address one after the other.
    static final int FAILURES = 3;

    static final Duration RECHECK_INTERVAL = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private int failures;
    private long recheckAt;

    /// @param nanos monotonic time in nanoseconds
    FailoverSwitch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Whether the attempt goes to the second address.
    ///
    /// @param number of the attempt, from 1
    synchronized boolean choose(int number) {
        if (number % 2 == 0) {
            return true;
        }
        if (failures < FAILURES) {
            return false;
        }
        long now = nanos.getAsLong();
        if (now - recheckAt < 0) {
            return true;
        }
        recheckAt = now + RECHECK_INTERVAL.toNanos();
        return false;
    }

    /// An attempt at the first address ended.
    synchronized void ended(boolean accepted) {
        if (accepted) {
            failures = 0;
        } else if (failures < FAILURES && ++failures == FAILURES) {
            recheckAt = nanos.getAsLong() + RECHECK_INTERVAL.toNanos();
        }
    }

    /// The addresses changed.
    synchronized void reset() {
        failures = 0;
    }
}
