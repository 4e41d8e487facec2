package io.elchi.server.adminapi;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.webhooks.MessageAttempts;
import io.elchi.server.webhooks.MessageAttempts.MessageAttempt;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// The attempts to post the events of any message to webhook endpoints.
@RestController
final class AttemptController {
    private final MessageSearch messages;
    private final MessageAttempts attempts;

    AttemptController(MessageSearch messages, MessageAttempts attempts) {
        this.messages = messages;
        this.attempts = attempts;
    }

    /// @param accountId the endpoint's
    /// @param status HTTP status; null: no answer
    /// @param error null when the endpoint accepted the event
    record AttemptView(
            long accountId,
            long endpointId,
            String url,
            String eventId,
            String type,
            int attempt,
            boolean failover,
            Instant at,
            Integer status,
            String error,
            int millis) {
        static AttemptView of(MessageAttempt attempt) {
            return new AttemptView(
                    attempt.accountId(),
                    attempt.endpointId(),
                    attempt.url(),
                    attempt.eventId(),
                    attempt.type(),
                    attempt.attempt(),
                    attempt.failover(),
                    attempt.at().toInstant(),
                    attempt.status(),
                    attempt.error(),
                    attempt.millis());
        }
    }

    /// Newest first.
    record AttemptList(List<AttemptView> items) {}

    @GetMapping("/admin/v1/messages/{id}/webhook-attempts")
    @Needs(value = Permission.MESSAGES_READ, watched = true)
    AttemptList list(@PathVariable("id") String id) {
        MessageId message = MessageId.parse(id)
                .filter(known -> messages.message(known).isPresent())
                .orElseThrow(() -> ReferenceChecks.missing("message", id));
        return new AttemptList(
                attempts.of(message, 0).stream().map(AttemptView::of).toList());
    }
}
