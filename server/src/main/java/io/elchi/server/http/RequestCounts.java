package io.elchi.server.http;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the answers of every route by status, and how long they took.
final class RequestCounts {
    /// The route of a request that is for none.
    static final String NONE = "none";

    private final Metrics metrics;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    private record Route(Metrics.Timing timing, Map<Integer, Metrics.Count> statuses) {}

    RequestCounts(Metrics metrics) {
        this.metrics = metrics;
    }

    /// @param route a path as the code has it, never as a client wrote it
    void count(String route, int status, long nanos) {
        Route known = routes.get(route);
        if (known == null) {
            known = routes.computeIfAbsent(
                    route, path -> new Route(metrics.timing(Metric.HTTP_SECONDS, path), new ConcurrentHashMap<>()));
        }
        known.timing.record(nanos);
        Metrics.Count count = known.statuses.get(status);
        if (count == null) {
            count = known.statuses.computeIfAbsent(
                    status, code -> metrics.count(Metric.HTTP_REQUESTS, route, Integer.toString(code)));
        }
        count.one();
    }
}
