package io.elchi.server.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Lets each key through so many times a minute. It forgets all keys each minute, and has so many at most: what is
/// beyond does not let it grow.
final class MinuteQuota<K> {
    static final int MOST_KEYS = 10_000;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final int most;
    private final boolean whenFull;
    private final LongSupplier nanoTime;
    private final Map<K, Integer> taken = new HashMap<>();
    private long since;

    /// @param whenFull whether a key is let through that there is no space for
    MinuteQuota(int most, boolean whenFull, LongSupplier nanoTime) {
        this.most = most;
        this.whenFull = whenFull;
        this.nanoTime = nanoTime;
        since = nanoTime.getAsLong();
    }

    synchronized boolean take(K key) {
        long now = nanoTime.getAsLong();
        if (now - since >= MINUTE) {
            taken.clear();
            since = now;
        }
        Integer before = taken.get(key);
        if (before == null && taken.size() >= MOST_KEYS) {
            return whenFull;
        }
        if (before != null && before >= most) {
            return false;
        }
        taken.merge(key, 1, Integer::sum);
        return true;
    }
}
