package io.elchi.server.webhooks;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;

/// Metrics of webhooks.
final class WebhookMetrics {
    private final Metrics.Count accepted;
    private final Metrics.Count refused;
    private final Metrics.Count failed;
    private final Metrics.Count givenUp;
    private final Metrics.Timing timing;

    WebhookMetrics(Metrics metrics) {
        accepted = metrics.count(Metric.WEBHOOK_ATTEMPTS, "accepted");
        refused = metrics.count(Metric.WEBHOOK_ATTEMPTS, "refused");
        failed = metrics.count(Metric.WEBHOOK_ATTEMPTS, "no_answer");
        givenUp = metrics.count(Metric.WEBHOOK_GIVEN_UP);
        timing = metrics.timing(Metric.WEBHOOK_SECONDS);
    }

    void attempted(WebhookAttempt.Result attempt, long nanos) {
        (attempt.accepted() ? accepted : attempt.status() > 0 ? refused : failed).one();
        timing.record(nanos);
    }

    void givenUp() {
        givenUp.one();
    }
}
