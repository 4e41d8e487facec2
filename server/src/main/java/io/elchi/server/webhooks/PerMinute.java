package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// Limits how often each account does something in a minute, in this process.
final class PerMinute {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /// Beyond so many accounts, those are forgotten that did nothing for a minute.
    private static final int SWEPT_AT = 1_000;

    private final int most;
    private final String what;
    private final Clock clock;
    /// The times of the last minute, the oldest first.
    private final Map<Long, ArrayDeque<Long>> times = new HashMap<>();

    /// @param what is limited, in the plural
    PerMinute(int most, String what, Clock clock) {
        this.most = most;
        this.what = what;
        this.clock = clock;
    }

    /// Counts one.
    ///
    /// @throws io.elchi.server.core.RefusedException when the account has had as many as it may have
    synchronized void take(long account) {
        long now = clock.nanos();
        if (times.size() > SWEPT_AT) {
            times.values().removeIf(own -> now - own.getLast() >= MINUTE);
        }
        ArrayDeque<Long> own = times.computeIfAbsent(account, _ -> new ArrayDeque<>());
        while (!own.isEmpty() && now - own.getFirst() >= MINUTE) {
            own.removeFirst();
        }
        if (own.size() >= most) {
            Duration left = Duration.ofNanos(own.getFirst() + MINUTE - now);
            throw new Refusal(
                            Failure.RATE_LIMITED, "an account may have " + most + " " + what + " a minute", null, left)
                    .exception();
        }
        own.addLast(now);
    }
}
