package io.elchi.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

/// Makes the counters, timers and gauges of [Metric] and prints them for Prometheus.
public final class Metrics implements AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, AtomicReference<DoubleSupplier>> gauges = new ConcurrentHashMap<>();
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /// Counts up.
    public interface Count {
        void add(double amount);

        default void one() {
            add(1);
        }

        double total();
    }

    /// Counts how long something takes, in buckets.
    public interface Timing {
        void record(long nanos);
    }

    /// One counter a tag value, kept: for the accounts, the operators.
    public final class Family {
        private final Metric metric;
        private final Map<Object, Count> counts = new ConcurrentHashMap<>();

        private Family(Metric metric) {
            this.metric = metric;
        }

        /// @param key what the tag's value is made of, by [String#valueOf]
        public Count of(Object key) {
            Count known = counts.get(key);
            return known != null ? known : counts.computeIfAbsent(key, tag -> count(metric, String.valueOf(tag)));
        }
    }

    /// One counter for each pair of tag values, kept.
    public final class Pairs {
        private final Metric metric;
        private final Map<Pair, Count> counts = new ConcurrentHashMap<>();

        private record Pair(long first, long second) {}

        private Pairs(Metric metric) {
            this.metric = metric;
        }

        /// @param first the id that is the first tag's value
        /// @param second the id that is the second tag's
        public Count of(long first, long second) {
            return counts.computeIfAbsent(
                    new Pair(first, second), pair -> count(metric, Long.toString(first), Long.toString(second)));
        }
    }

    /// The value of each counter of the metric, by its tags' values in their order.
    public Map<List<String>, Double> totals(Metric metric) {
        Map<List<String>, Double> totals = new HashMap<>();
        for (Counter counter : registry.find(metric.meterName()).counters()) {
            List<String> values = metric.tags().stream()
                    .map(tag -> counter.getId().getTag(tag))
                    .toList();
            totals.put(values, counter.count());
        }
        return totals;
    }

    /// @param tagValues in the order of the metric's tags
    public Count count(Metric metric, String... tagValues) {
        Counter counter = Counter.builder(metric.meterName())
                .description(metric.text())
                .tags(tags(metric, tagValues))
                .register(registry);
        return new Count() {
            @Override
            public void add(double amount) {
                counter.increment(amount);
            }

            @Override
            public double total() {
                return counter.count();
            }
        };
    }

    /// Reads a count that only grows at each scrape.
    public void counter(Metric metric, DoubleSupplier value, String... tagValues) {
        FunctionCounter.builder(metric.meterName(), value, DoubleSupplier::getAsDouble)
                .description(metric.text())
                .tags(tags(metric, tagValues))
                .register(registry);
    }

    public Family family(Metric metric) {
        return new Family(metric);
    }

    public Pairs pairs(Metric metric) {
        return new Pairs(metric);
    }

    public Timing timing(Metric metric, String... tagValues) {
        Timer timer = Timer.builder(metric.meterName())
                .description(metric.text())
                .tags(tags(metric, tagValues))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        // What is measured by the wall clock is below zero when the clock was set meanwhile.
        return nanos -> timer.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /// Reads the value at each scrape. A gauge that is there already reads the new value from now on.
    public void gauge(Metric metric, DoubleSupplier value, String... tagValues) {
        Tags tags = tags(metric, tagValues);
        AtomicReference<DoubleSupplier> source =
                gauges.computeIfAbsent(metric.meterName() + tags, _ -> new AtomicReference<>());
        source.set(value);
        Gauge.builder(metric.meterName(), source, each -> each.get().getAsDouble())
                .description(metric.text())
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private static Tags tags(Metric metric, String... values) {
        if (metric.tags().size() != values.length) {
            throw new IllegalArgumentException(metric + " has the tags " + metric.tags());
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(metric.tags().get(i), values[i]);
        }
        return tags;
    }

    /// The text format of Prometheus.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
