package io.elchi.server.webhooks;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Secret;
import io.elchi.server.http.OutgoingClient;
import io.elchi.server.webhooks.WebhookAttempt.Result;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Makes one attempt: signs, posts, and returns the result.
final class WebhookSender {
    private static final int MOST_ERROR = 500;

    private final OutgoingClient client;
    private final Clock clock;
    private final WebhookMetrics metrics;

    WebhookSender(OutgoingClient client, Clock clock, WebhookMetrics metrics) {
        this.client = client;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Makes the attempt; whatever goes wrong is its error.
    ///
    /// @param failover whether it goes to the second address
    Result attempt(Endpoint endpoint, WebhookAttempt post, int number, boolean failover) {
        Instant at = clock.now();
        long started = clock.nanos();
        Result attempt;
        try {
            OutgoingClient.Answer answer = client.post(
                    endpoint.target(failover),
                    headers(endpoint.secrets(), post.id(), at.getEpochSecond(), post.body()),
                    post.body());
            attempt = new Result(
                    post, number, failover, at, answer.status(), error(answer), answer.retryAfter(), millis(started));
        } catch (IOException | RuntimeException e) {
            attempt = new Result(post, number, failover, at, 0, shortened(e.toString()), null, millis(started));
        }
        metrics.attempted(attempt, clock.nanos() - started);
        return attempt;
    }

    static Map<String, String> headers(List<Secret> secrets, String id, long timestamp, byte[] body) {
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(timestamp),
                "webhook-signature", Signature.of(secrets, id, timestamp, body));
    }

    /// null: the answer is a success.
    static String error(OutgoingClient.Answer answer) {
        boolean accepted = answer.status() >= 200 && answer.status() < 300;
        return accepted ? null : shortened("HTTP " + answer.status() + ": " + answer.body());
    }

    static String shortened(String text) {
        return text.length() <= MOST_ERROR ? text : text.substring(0, MOST_ERROR);
    }

    private int millis(long started) {
        return (int) ((clock.nanos() - started) / 1_000_000);
    }
}
