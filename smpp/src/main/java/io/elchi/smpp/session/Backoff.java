package io.elchi.smpp.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: growing by a factor up to a limit, with jitter, so that a thousand clients of
/// a message centre that comes back do not come back together.
///
/// @param first before the first retry
/// @param max the longest
/// @param factor from one to the next, at least 1
/// @param jitter share of each delay that is random, 0 to 1
/// @param afterRefusal at least this after the message centre refused the bind: a password does not become right by
///     asking often
public record Backoff(Duration first, Duration max, double factor, double jitter, Duration afterRefusal) {
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 2, 0.3, Duration.ofSeconds(10));

    public Backoff {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be positive and max not below it");
        }
        if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("factor must be at least 1, jitter 0 to 1");
        }
    }

    /// The delay after `failures` tries in a row that failed, from 1.
    ///
    /// @param refused the last one ended in a refusal of the bind
    Duration delay(int failures, boolean refused, RandomGenerator random) {
        double grown = first.toNanos() * Math.pow(factor, Math.min(failures, 1_000) - 1);
        double capped = Math.min(grown, max.toNanos());
        if (refused) {
            capped = Math.max(capped, afterRefusal.toNanos());
        }
        return Duration.ofNanos((long) (capped * (1 - jitter * random.nextDouble())));
    }
}
