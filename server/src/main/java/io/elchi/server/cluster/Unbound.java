package io.elchi.server.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Decides when a process abandons a shard whose links it cannot bind: another process may reach the operator.
/// Not thread-safe.
final class Unbound {
    /// A shard without a single bound session is abandoned after this.
    static final Duration UNBOUND_TIMEOUT = Duration.ofSeconds(15);

    /// A process abandons the same shard at most once in this: when no process reaches the operator, the shard
    /// shall not wander.
    static final Duration AGAIN_AFTER = Duration.ofMinutes(5);

    /// For so long the process that abandoned it is not the first choice again: another one has it bound, and
    /// would give it back to one that cannot bind it. A process that starts anew is another process.
    static final Duration AVOIDED = Duration.ofDays(1);

    private final Duration timeout;
    /// By shard, since when nothing is bound, in nanoseconds of the process's clock.
    private final Map<Long, Long> since = new HashMap<>();
    private final Map<Long, Long> abandoned = new HashMap<>();

    /// @param timeout before a shard is abandoned
    Unbound(Duration timeout) {
        this.timeout = timeout;
    }

    /// To be called every few seconds for a shard that this process has.
    ///
    /// @param bound whether a session is bound, or none is wanted
    /// @return whether it is time to abandon it
    boolean isToAbandon(long shard, boolean bound, long nanos) {
        if (bound) {
            since.remove(shard);
            return false;
        }
        long start = since.computeIfAbsent(shard, _ -> nanos);
        Long before = abandoned.get(shard);
        return nanos - start >= timeout.toNanos() && (before == null || nanos - before >= AGAIN_AFTER.toNanos());
    }

    /// It was abandoned.
    void abandoned(long shard, long nanos) {
        since.remove(shard);
        abandoned.put(shard, nanos);
    }

    /// It is not this process's any more.
    void left(long shard) {
        since.remove(shard);
    }
}
