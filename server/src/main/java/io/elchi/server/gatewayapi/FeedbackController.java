package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Feedbacks;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Clients tell whether what they sent was used.
@RestController
final class FeedbackController {
    private static final int MOST_SECONDS = 30 * 24 * 3600;

    private final Feedbacks feedbacks;

    FeedbackController(Feedbacks feedbacks) {
        this.feedbacks = feedbacks;
    }

    /// @param afterSeconds null: not told, or not used
    record FeedbackView(String id, boolean used, Integer afterSeconds, Instant at) {}

    @PostMapping("/v1/sms/{id}/feedback")
    @Needs(value = Permission.SMS_SEND, counted = false)
    FeedbackView tell(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        boolean used = body.optionalFlag("used")
                .orElseThrow(() ->
                        Refusal.ofField(Failure.MISSING_FIELD, "used", null).exception());
        Optional<Integer> after = body.optionalInt("after_seconds", 0, MOST_SECONDS);
        body.end();
        if (!used && after.isPresent()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "after_seconds", "goes with used: true")
                    .exception();
        }
        MessageId known = MessageId.parse(id)
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no message " + id + " of this account")
                        .exception());
        Event.Feedback kept = feedbacks.add(caller.account().id(), caller.isTest(), known, used, after.orElse(-1));
        return new FeedbackView(
                known.toString(), kept.used(), kept.afterSeconds() < 0 ? null : kept.afterSeconds(), kept.at());
    }
}
