package io.elchi.server.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Decides when a process gives up a shard whose links it cannot bind: another process may reach the operator.
/// Not thread-safe.
final class Unbound {
    /// A shard without a single bound session is given up after this.
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /// A process gives up the same shard at most once in this: when no process reaches the operator, the shard shall not
    /// wander.
    static final Duration AGAIN_AFTER = Duration.ofMinutes(5);

    private final Duration patience;
    /// By shard, since when nothing is bound, in nanoseconds of the process's clock.
    private final Map<Long, Long> since = new HashMap<>();
    private final Map<Long, Long> givenUp = new HashMap<>();

    /// @param patience before a shard is given up
    Unbound(Duration patience) {
        this.patience = patience;
    }

    /// To be called every few seconds for a shard that this process has.
    ///
    /// @param bound whether a session is bound, or none is wanted
    /// @return whether it is time to give it up
    boolean isToGiveUp(long shard, boolean bound, long nanos) {
        if (bound) {
            since.remove(shard);
            return false;
        }
        long start = since.computeIfAbsent(shard, _ -> nanos);
        Long before = givenUp.get(shard);
        return nanos - start >= patience.toNanos() && (before == null || nanos - before >= AGAIN_AFTER.toNanos());
    }

    /// It was given up.
    void gaveUp(long shard, long nanos) {
        since.remove(shard);
        givenUp.put(shard, nanos);
    }

    /// It is not this process's any more.
    void left(long shard) {
        since.remove(shard);
    }
}
