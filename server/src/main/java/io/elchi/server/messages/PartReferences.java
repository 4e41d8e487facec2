package io.elchi.server.messages;

import io.elchi.server.core.Msisdn;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;

/// Counts the messages to each destination, for the reference that the parts of a message have in common: a
/// handset that waits for a part must not get one of another message with the same reference (3GPP TS 23.040,
/// 9.2.3.24.1).
///
/// Destinations share counters, which only skips numbers. Each process begins somewhere else. Thread-safe.
public final class PartReferences {
    private static final int COUNTERS = 1 << 16;
    private static final int MASK = 0xFFFF;

    private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

    public PartReferences(RandomGenerator random) {
        for (int i = 0; i < COUNTERS; i++) {
            counters.setPlain(i, random.nextInt());
        }
    }

    /// The reference of the next message to this destination, 0 to 65535.
    public int next(Msisdn to) {
        long mixed = to.number() * 0x9E3779B97F4A7C15L;
        return counters.getAndIncrement((int) (mixed >>> 48)) & MASK;
    }
}
