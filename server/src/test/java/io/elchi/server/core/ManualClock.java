package io.elchi.server.core;

import java.time.Duration;
import java.time.Instant;

/// A clock that a test moves.
public final class ManualClock implements Clock {
    private Instant now;
    private long nanos;

    public ManualClock(Instant now) {
        this.now = now;
    }

    /// A clock that stands at the beginning of a day.
    public static ManualClock atMidnight() {
        return new ManualClock(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /// The wall clock is set; time goes on as before.
    public synchronized void jump(Duration by) {
        now = now.plus(by);
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }
}
