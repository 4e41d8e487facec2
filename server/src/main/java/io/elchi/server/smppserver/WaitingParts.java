package io.elchi.server.smppserver;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// How many parts wait, in all processes: counted each second, and by this process in between. A message counts with
/// all of its parts from its first one on, so that the others never lack space.
final class WaitingParts {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final SmppPartsProperties limits;
    private final Supplier<Map<Long, Long>> count;
    private Map<Long, Long> byLogin = new HashMap<>();
    private long all;
    private Instant countedAt = Instant.MIN;

    /// @param count by login, as the table has it
    WaitingParts(SmppPartsProperties limits, Supplier<Map<Long, Long>> count) {
        this.limits = limits;
        this.count = count;
    }

    /// Parts for which a login has space.
    synchronized long space(long loginId, Instant now) {
        if (countedAt.plus(FRESH).isBefore(now) || countedAt.isAfter(now)) {
            byLogin = new HashMap<>(count.get());
            all = byLogin.values().stream().mapToLong(Long::longValue).sum();
            countedAt = now;
        }
        return Math.min(limits.maxWaiting() - all, limits.maxWaitingPerLogin() - byLogin.getOrDefault(loginId, 0L));
    }

    synchronized void took(long loginId, long parts) {
        byLogin.merge(loginId, parts, Long::sum);
        all += parts;
    }
}
