package io.elchi.server.simulation;

import io.elchi.server.core.Clock;
import java.time.Duration;
import java.time.Instant;

/// The clock of one machine: its wall clock goes wrong by some time, and its seconds are as long as everybody's.
record SkewedClock(Clock right, Duration skew) implements Clock {
    @Override
    public Instant now() {
        return right.now().plus(skew);
    }

    @Override
    public long nanos() {
        return right.nanos();
    }
}
