package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.webhooks.MessageAttempts;
import io.elchi.server.webhooks.MessageAttempts.MessageAttempt;
import java.time.Instant;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// The attempts to post the events of a message to its account's endpoints.
@RestController
final class MessageAttemptController {
    private final MessageStore messages;
    private final MessageAttempts attempts;

    MessageAttemptController(MessageStore messages, MessageAttempts attempts) {
        this.messages = messages;
        this.attempts = attempts;
    }

    /// @param status HTTP status; null: no answer
    /// @param error null when the endpoint accepted the event
    record MessageAttemptView(
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
        static MessageAttemptView of(MessageAttempt attempt) {
            return new MessageAttemptView(
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
    record MessageAttemptList(List<MessageAttemptView> items) {}

    @GetMapping("/v1/sms/{id}/webhook-attempts")
    @Needs(value = Permission.WEBHOOKS_READ, watched = true)
    MessageAttemptList list(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        long account = caller.account().id();
        MessageId message = MessageId.parse(id)
                .filter(known -> messages.view(account, known).isPresent())
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no message " + id + " of this account")
                        .exception());
        return new MessageAttemptList(attempts.of(message, account).stream()
                .map(MessageAttemptView::of)
                .toList());
    }
}
