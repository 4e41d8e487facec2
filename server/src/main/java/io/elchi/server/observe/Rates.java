package io.elchi.server.observe;

import io.elchi.server.core.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rates of some counters of this process over the last ten seconds, from a sample a second.
public final class Rates {
    private static final int SAMPLES = 10;

    private final Metrics metrics;
    private final Clock clock;
    private final List<Metric> watched;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, Map<Metric, Map<List<String>, Double>> totals) {}

    /// The counts in a window of time.
    ///
    /// @param length less than ten seconds only when the process has run no longer
    /// @param perSecond for each metric, by its tags' values in their order; what did not move is left out
    public record Window(Duration length, Map<Metric, Map<List<String>, Double>> perSecond) {}

    public Rates(Metrics metrics, Clock clock, List<Metric> watched) {
        this.metrics = metrics;
        this.clock = clock;
        this.watched = List.copyOf(watched);
        sample(); // What is counted before the first second has passed is of the window, too.
    }

    /// To be called every second.
    public synchronized void sample() {
        samples.addLast(take());
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
    }

    private Sample take() {
        Map<Metric, Map<List<String>, Double>> totals = new HashMap<>();
        watched.forEach(metric -> totals.put(metric, metrics.totals(metric)));
        return new Sample(clock.nanos(), totals);
    }

    /// The last ten seconds, or what there is of them.
    public synchronized Window window() {
        Sample now = take();
        Sample then = samples.peekFirst();
        if (then == null || then.nanos == now.nanos) {
            return new Window(Duration.ZERO, Map.of());
        }
        double seconds = (now.nanos - then.nanos) / 1e9;
        Map<Metric, Map<List<String>, Double>> rates = new HashMap<>();
        now.totals.forEach((metric, totals) -> {
            Map<List<String>, Double> moved = new HashMap<>();
            totals.forEach((tags, total) -> {
                double more = total - then.totals.get(metric).getOrDefault(tags, 0.0);
                if (more > 0) {
                    moved.put(tags, more / seconds);
                }
            });
            rates.put(metric, moved);
        });
        return new Window(Duration.ofNanos(now.nanos - then.nanos), rates);
    }
}
