package io.elchi.server.http;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.util.concurrent.atomic.AtomicLong;

/// Limits the octets of request bodies in memory, over all connections. Octets count from when they are read until
/// the request is answered.
final class BodyBudget {
    private static final int PERCENT = 100;

    private final long capacity;
    private final AtomicLong taken = new AtomicLong();
    private final Metrics.Count refused;

    BodyBudget(long capacity, Metrics metrics) {
        this.capacity = capacity;
        refused = metrics.count(Metric.HTTP_BODIES_REFUSED);
        metrics.gauge(Metric.HTTP_BODY_OCTETS, taken::get);
        metrics.gauge(Metric.HTTP_BODY_CAPACITY, () -> capacity);
    }

    /// A share of the heap.
    static BodyBudget ofHeap(int percent, Metrics metrics) {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / PERCENT * percent, metrics);
    }

    /// @return false when the budget is used up; then nothing is taken
    boolean take(int octets) {
        if (taken.addAndGet(octets) <= capacity) {
            return true;
        }
        taken.addAndGet(-octets);
        refused.one();
        return false;
    }

    void giveBack(long octets) {
        taken.addAndGet(-octets);
    }

    long taken() {
        return taken.get();
    }
}
