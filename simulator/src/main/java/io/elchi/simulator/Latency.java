package io.elchi.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// A distribution of delays: `fixed`, or even between `min` and `max`, or log-normal by its `median` and `p99`, as the
/// latencies of networks are.
public record Latency(Duration fixed, Duration min, Duration max, Duration median, Duration p99) {
    public static final Latency NONE = new Latency(Duration.ZERO, null, null, null, null);

    /// The 99th percentile of the standard normal distribution.
    private static final double Z99 = 2.3263478740408408;

    public Latency {
        boolean isFixed = fixed != null;
        boolean isEven = min != null && max != null;
        boolean isLogNormal = median != null && p99 != null;
        int forms = (isFixed ? 1 : 0) + (isEven ? 1 : 0) + (isLogNormal ? 1 : 0);
        if (forms != 1) {
            throw new IllegalArgumentException("a latency is {fixed}, or {min, max}, or {median, p99}");
        }
        if (isEven && max.compareTo(min) < 0 || isLogNormal && (p99.compareTo(median) < 0 || median.isZero())) {
            throw new IllegalArgumentException("a latency's max is not below its min, its p99 not below its median");
        }
    }

    /// Draws one delay.
    long nanos(RandomGenerator random) {
        if (fixed != null) {
            return fixed.toNanos();
        }
        if (min != null) {
            return min.toNanos() + (long) (random.nextDouble() * (max.toNanos() - min.toNanos()));
        }
        double sigma = Math.log((double) p99.toNanos() / median.toNanos()) / Z99;
        return (long) (median.toNanos() * Math.exp(sigma * random.nextGaussian()));
    }
}
