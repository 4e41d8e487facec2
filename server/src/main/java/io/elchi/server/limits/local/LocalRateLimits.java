package io.elchi.server.limits.local;

import io.elchi.server.core.Clock;
import io.elchi.server.limits.RateLimits;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A bucket an account, in this process.
public final class LocalRateLimits implements RateLimits {
    /// The parts that the longest message has: it must fit even a small bucket.
    private static final int LONGEST = 255;

    private final Map<Long, Rate> rates = new ConcurrentHashMap<>();
    private final TimeMeter time;
    private final int atOnce;
    private final Duration period;

    private record Rate(int perSecond, Bucket bucket) {}

    public LocalRateLimits(Clock clock) {
        this(clock, LONGEST);
    }

    /// @param atOnce what may be taken at once however small the rate is
    public LocalRateLimits(Clock clock, int atOnce) {
        this(clock, atOnce, Duration.ofSeconds(1));
    }

    /// Limits whose rates are per hour.
    public static LocalRateLimits hourly(Clock clock) {
        return new LocalRateLimits(clock, 1, Duration.ofHours(1));
    }

    private LocalRateLimits(Clock clock, int atOnce, Duration period) {
        this.atOnce = atOnce;
        this.period = period;
        time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return clock.nanos();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    @Override
    public Verdict look(long account, int perSecond, int parts) {
        EstimationProbe probe = rate(account, perSecond).bucket.estimateAbilityToConsume(parts);
        return verdict(probe.canBeConsumed(), perSecond, probe.getRemainingTokens(), probe.getNanosToWaitForRefill());
    }

    private Rate rate(long account, int perSecond) {
        Rate rate = rates.get(account);
        if (rate == null || rate.perSecond != perSecond) {
            // Of two threads that come first, both must count in the same bucket.
            rate = rates.compute(
                    account,
                    (_, known) -> known != null && known.perSecond == perSecond
                            ? known
                            : new Rate(perSecond, bucket(perSecond)));
        }
        return rate;
    }

    @Override
    public Verdict take(long account, int perSecond, int parts) {
        ConsumptionProbe probe = rate(account, perSecond).bucket.tryConsumeAndReturnRemaining(parts);
        return verdict(probe.isConsumed(), perSecond, probe.getRemainingTokens(), probe.getNanosToWaitForRefill());
    }

    private static Verdict verdict(boolean allowed, int perSecond, long remaining, long nanosToWait) {
        return new Verdict(allowed, perSecond, remaining, Duration.ofNanos(allowed ? 0 : nanosToWait));
    }

    private Bucket bucket(int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(Math.max(perSecond, atOnce))
                        .refillGreedy(perSecond, period)
                        .initialTokens(perSecond))
                .withCustomTimePrecision(time)
                .build();
    }
}
