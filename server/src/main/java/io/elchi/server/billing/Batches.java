package io.elchi.server.billing;

import io.elchi.server.core.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Numbers of the ledger's batches: 42 bits of milliseconds, 21 random ones, so that they ascend in time (an index by
/// block range finds them) and two processes do not meet; should they, the second one's transaction fails and is tried
/// with another number.
public final class Batches {
    private static final int RANDOM_BITS = 21;

    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    public Batches(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// The lowest number that a batch of this time can have.
    public static long firstAt(java.time.Instant time) {
        return time.toEpochMilli() << RANDOM_BITS;
    }

    public long next() {
        long fresh = clock.now().toEpochMilli() << RANDOM_BITS | random.nextLong() >>> 64 - RANDOM_BITS;
        return last.updateAndGet(before -> Math.max(before + 1, fresh));
    }
}
