package io.elchi.server.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Generates [MessageId]s that ascend within this process, even if the clock stops or steps back (RFC 9562, 6.2,
/// method 1). Two processes differ by the random bits.
///
/// After a clock that was more than a day ahead and was put right, ids follow it: an id's time names the partition
/// of its message, and partitions are made for a few days ahead only. The random bits keep such ids apart.
public final class MessageIds {
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private static final long MOST_AHEAD = Duration.ofDays(1).toMillis() << COUNTER_BITS;

    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicLong last = new AtomicLong();

    public MessageIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public MessageId next() {
        long now = clock.now().toEpochMilli() << COUNTER_BITS;
        long stamp = last.updateAndGet(before -> before - now > MOST_AHEAD ? now : Math.max(now, before + 1));
        long high = stamp >>> COUNTER_BITS << 16 | 0x7000L | stamp & COUNTER_MASK;
        return new MessageId(high, random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
    }
}
