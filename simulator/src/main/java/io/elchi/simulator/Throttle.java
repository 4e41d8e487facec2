package io.elchi.simulator;

import java.util.function.LongSupplier;

/// A bucket of tokens: so many a second, so many at once.
final class Throttle {
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private double tokens = -1;
    private long last;

    Throttle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    /// @param rate a second; 0 or less: no limit
    synchronized boolean allows(double rate, double burst) {
        if (rate <= 0) {
            return true;
        }
        long now = nanoTime.getAsLong();
        tokens = tokens < 0 ? burst : Math.min(burst, tokens + (now - last) / NANOS * rate);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
