package io.elchi.server.oauth;

import io.elchi.server.core.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts attempts against a rate, in a table of a fixed size: requests from ever new addresses make
/// nothing grow. Two callers may share a place; which ones differs in each process.
final class AttemptLimits {
    private static final int PLACES = 1 << 14;
    private static final int IPV6_NETWORK = 8;

    private final Clock clock;
    private final long interval;
    private final long burst;
    private final long spread = ThreadLocalRandom.current().nextLong() | 1;
    /// For each place, by [Clock#nanos], the time at which all that was taken is used up at this rate.
    private final AtomicLongArray until = new AtomicLongArray(PLACES);

    /// @param atOnce what may be taken at once
    AttemptLimits(Clock clock, Duration period, int perPeriod, int atOnce) {
        this.clock = clock;
        interval = period.toNanos() / perPeriod;
        burst = interval * atOnce;
        long now = clock.nanos();
        for (int i = 0; i < PLACES; i++) {
            until.set(i, now);
        }
    }

    /// Takes one.
    ///
    /// @return zero, or how long to wait; then nothing is taken
    Duration take(long key) {
        int place = place(key);
        while (true) {
            long now = clock.nanos();
            long known = until.get(place);
            long next = (known - now > 0 ? known : now) + interval;
            if (next - now > burst) {
                return Duration.ofNanos(next - now - burst);
            }
            if (until.compareAndSet(place, known, next)) {
                return Duration.ZERO;
            }
        }
    }

    /// As [#take], without taking.
    Duration look(long key) {
        long now = clock.nanos();
        long known = until.get(place(key));
        long wait = (known - now > 0 ? known - now : 0) + interval - burst;
        return wait > 0 ? Duration.ofNanos(wait) : Duration.ZERO;
    }

    private int place(long key) {
        return (int) (key * spread >>> Long.SIZE - 14);
    }

    /// A number for an address: of IPv6 its network of 64 bits, which one customer has whole.
    static long key(InetAddress address) {
        byte[] octets = address.getAddress();
        int length = octets.length == 4 ? octets.length : IPV6_NETWORK;
        return Arrays.hashCode(Arrays.copyOf(octets, length)) * 0x9E3779B97F4A7C15L + length;
    }
}
