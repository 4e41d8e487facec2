package io.elchi.e2e;

import java.util.Map;
import java.util.TreeMap;

/// Reads the text format of Prometheus.
public final class Metrics {
    private Metrics() {}

    /// The sum over all tags of a metric.
    public static double sum(String text, String name) {
        double sum = 0;
        for (String line : text.split("\n")) {
            if (line.startsWith(name) && (line.charAt(name.length()) == '{' || line.charAt(name.length()) == ' ')) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    /// A quantile of a histogram between two scrapes, in milliseconds, by the straight line within its bucket.
    public static double quantile(String before, String after, String name, double quantile) {
        Map<Double, Double> buckets = buckets(after, name);
        buckets(before, name).forEach((limit, count) -> buckets.merge(limit, -count, Double::sum));
        double total = buckets.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        double wanted = quantile * total;
        double lower = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            if (bucket.getValue() >= wanted && total > 0) {
                double share = (wanted - below) / Math.max(1, bucket.getValue() - below);
                double upper = Double.isInfinite(bucket.getKey()) ? lower : bucket.getKey();
                return 1_000 * (lower + share * (upper - lower));
            }
            lower = bucket.getKey();
            below = bucket.getValue();
        }
        return Double.NaN;
    }

    private static Map<Double, Double> buckets(String text, String name) {
        Map<Double, Double> buckets = new TreeMap<>();
        for (String line : text.split("\n")) {
            if (line.startsWith(name + "_bucket{")) {
                int at = line.indexOf("le=\"") + 4;
                String limit = line.substring(at, line.indexOf('"', at));
                buckets.merge(
                        limit.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(limit),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        Double::sum);
            }
        }
        return buckets;
    }
}
