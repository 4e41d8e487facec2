package io.elchi.server.webhooks;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;

/// What webhooks count.
final class WebhookMetrics {
    private final Metrics.Count taken;
    private final Metrics.Count refused;
    private final Metrics.Count failed;
    private final Metrics.Count dead;
    private final Metrics.Timing timing;

    WebhookMetrics(Metrics metrics) {
        taken = metrics.count(Metric.WEBHOOK_ATTEMPTS, "taken");
        refused = metrics.count(Metric.WEBHOOK_ATTEMPTS, "refused");
        failed = metrics.count(Metric.WEBHOOK_ATTEMPTS, "no_answer");
        dead = metrics.count(Metric.WEBHOOK_ATTEMPTS, "given_up");
        timing = metrics.timing(Metric.WEBHOOK_SECONDS);
    }

    void attempted(Post.Attempt attempt, long nanos) {
        (attempt.taken() ? taken : attempt.status() > 0 ? refused : failed).one();
        timing.record(nanos);
    }

    void givenUp() {
        dead.one();
    }
}
