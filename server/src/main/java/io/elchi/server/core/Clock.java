package io.elchi.server.core;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The clock, injected through constructors: wall time for stored times, a monotonic count for measurements.
public interface Clock {
    /// The machine's.
    Clock SYSTEM = new Clock() {
        @Override
        public Instant now() {
            return Instant.now().truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /// To the microsecond, like the tables: a time in memory equals the stored one.
    Instant now();

    /// Nanoseconds since some moment; never goes back.
    long nanos();

    /// The time since an earlier [#nanos].
    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }
}
