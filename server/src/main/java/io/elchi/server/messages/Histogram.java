package io.elchi.server.messages;

import java.util.Arrays;

/// Counts of durations in buckets that grow by a fourth root of two, so that a percentile is at most 19 % above
/// the true one. Histograms are added bucket by bucket.
public final class Histogram {
    private static final int PER_OCTAVE = 4;
    /// Up to 12 days.
    private static final int BUCKETS = 121;

    private long[] counts = {};

    /// @param millis below 0 counts as 0
    public void add(long millis) {
        addCount(bucket(millis), 1);
    }

    /// @param bucket from 0
    /// @throws IllegalArgumentException if there is no such bucket
    public void addCount(int bucket, long count) {
        if (bucket < 0 || bucket >= BUCKETS) {
            throw new IllegalArgumentException("no bucket " + bucket);
        }
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, bucket + 1);
        }
        counts[bucket] += count;
    }

    /// Adds what another one has.
    public void addAll(Histogram other) {
        for (int i = 0; i < other.counts.length; i++) {
            addCount(i, other.counts[i]);
        }
    }

    static int bucket(long millis) {
        if (millis <= 1) {
            return 0;
        }
        return Math.min(BUCKETS - 1, (int) Math.ceil(PER_OCTAVE * Math.log(millis) / Math.log(2) - 1e-9));
    }

    /// As rows have it; null while it is empty.
    public long[] counts() {
        return counts.length == 0 ? null : counts;
    }

    /// The bound of the bucket that has this share of all below or in it.
    ///
    /// @param counts null: empty
    /// @param share 0.95 for the 95th percentile
    /// @return milliseconds; -1 when it is empty
    public static long percentile(long[] counts, double share) {
        long all = counts == null ? 0 : Arrays.stream(counts).sum();
        if (all == 0) {
            return -1;
        }
        long wanted = Math.max(1, (long) Math.ceil(share * all));
        long seen = 0;
        int bucket = -1;
        while (seen < wanted) {
            seen += counts[++bucket];
        }
        return Math.round(Math.pow(2, (double) bucket / PER_OCTAVE));
    }

    /// The sum of both; null stands for an empty one.
    public static long[] sum(long[] one, long[] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        long[] longer = one.length >= other.length ? one : other;
        long[] shorter = longer == one ? other : one;
        long[] sum = longer.clone();
        for (int i = 0; i < shorter.length; i++) {
            sum[i] += shorter[i];
        }
        return sum;
    }
}
