package io.elchi.server.webhooks;

import io.elchi.server.core.MessageId;
import io.elchi.server.events.LoggedEvent;
import java.time.Duration;
import java.time.Instant;

/// An event for one endpoint.
///
/// @param id the webhook-id: the same at every attempt, so that a client can detect a repetition
/// @param messageId the message that it is about; null: it is about none
/// @param body JSON, the same at every attempt
record WebhookAttempt(
        long endpointId, long accountId, long eventId, String id, MessageId messageId, String type, byte[] body) {
    static WebhookAttempt of(Endpoint endpoint, LoggedEvent event, String id) {
        return new WebhookAttempt(
                endpoint.id(), endpoint.accountId(), event.id(), id, event.messageId(), event.type(), event.json(id));
    }

    /// The result of an attempt.
    ///
    /// @param number from 1
    /// @param failover whether it went to the endpoint's second address
    /// @param status HTTP status; 0: no answer came
    /// @param error what went wrong; null when it was accepted
    /// @param retryAfter what the endpoint asked for; null when it asked for nothing
    record Result(
            WebhookAttempt post,
            int number,
            boolean failover,
            Instant at,
            int status,
            String error,
            Duration retryAfter,
            int millis) {
        boolean accepted() {
            return status >= 200 && status < 300;
        }

        /// The endpoint wants nothing any more. Only its first address can say that.
        boolean gone() {
            return status == 410 && !failover;
        }
    }
}
