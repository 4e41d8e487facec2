package io.elchi.server.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// The delays between attempts: growing, over more than a day, with jitter, so that an endpoint is not flooded
/// when it works again.
final class Schedule {
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(12));
    private static final double JITTER = 0.2;

    private Schedule() {}

    /// @param attempts that were made, from 1
    /// @param asked by the endpoint's Retry-After; null when it did not ask
    /// @return null: no more attempts
    static Duration delay(int attempts, Duration asked, RandomGenerator random) {
        if (attempts > DELAYS.size()) {
            return null;
        }
        Duration delay = DELAYS.get(attempts - 1);
        Duration jittered = Duration.ofMillis((long) (delay.toMillis() * (1 + JITTER * random.nextDouble())));
        Duration most = DELAYS.getLast();
        return asked == null || asked.compareTo(jittered) <= 0 ? jittered : asked.compareTo(most) < 0 ? asked : most;
    }
}
