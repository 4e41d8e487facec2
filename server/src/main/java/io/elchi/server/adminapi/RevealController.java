package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Actor;
import io.elchi.server.core.Clock;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.Reveals;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The whole text of one message, for one person, for a few minutes: after another person approved it, and never of
/// a one-time password.
@RestController
final class RevealController {
    static final Duration TIME = Duration.ofMinutes(5);
    private static final int LONGEST_TICKET = 64;

    private final MessageSearch messages;
    private final Reveals reveals;
    private final Clock clock;

    RevealController(MessageSearch messages, Reveals reveals, Clock clock) {
        this.messages = messages;
        this.reveals = reveals;
        this.clock = clock;
    }

    /// Who may read the text of which message.
    record RevealView(
            long id,
            String messageId,
            long accountId,
            long userId,
            String ticket,
            String reason,
            Instant createdAt,
            Instant endsAt) {
        static RevealView of(Reveals.Reveal reveal) {
            return new RevealView(
                    reveal.id(),
                    reveal.messageId().toString(),
                    reveal.accountId(),
                    reveal.userId(),
                    reveal.ticket(),
                    reveal.reason(),
                    reveal.createdAt(),
                    reveal.endsAt());
        }
    }

    /// @param endsAt until when the caller may read it
    record RevealedTextView(String text, Instant endsAt) {}

    @PostMapping("/admin/v1/messages/{id}/reveals")
    @Needs(value = Permission.MESSAGES_REVEAL, recent = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    RevealView reveal(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String id,
            @RequestBody JsonNode json,
            Approval approval) {
        requirePerson(caller);
        JsonBody body = JsonBody.of(json);
        String ticket = body.text("ticket", LONGEST_TICKET);
        body.end();
        Message message = message(id);
        text(message);
        String reason = Actor.CURRENT.get().reason();
        if (reason == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "X-Reason", "its account is shown why")
                    .exception();
        }
        approval.ask(json);
        Instant now = clock.now();
        return RevealView.of(reveals.add(new Reveals.Reveal(
                0, message.id(), message.accountId(), caller.credential().id(), ticket, reason, now, now.plus(TIME))));
    }

    @GetMapping("/admin/v1/messages/{id}/text")
    @Needs(value = Permission.MESSAGES_REVEAL, recorded = true)
    RevealedTextView text(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        requirePerson(caller);
        Message message = message(id);
        Reveals.Reveal reveal = reveals.current(
                        message.id(), caller.credential().id(), clock.now())
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "its text is not revealed to you, or no longer")
                        .exception());
        return new RevealedTextView(text(message), reveal.endsAt());
    }

    private static void requirePerson(Caller caller) {
        if (caller.credential().kind() != CredentialKind.USER) {
            throw Refusal.of(Failure.CONFLICT, "a person asks for this, and no key")
                    .exception();
        }
    }

    private Message message(String id) {
        return MessageId.parse(id)
                .flatMap(messages::message)
                .orElseThrow(() -> ReferenceChecks.missing("message", id))
                .message();
    }

    /// @throws RefusedException when nobody may read it, or nothing is there to be read
    private static String text(Message message) {
        if (message.messageClass() == MessageClass.OTP) {
            throw Refusal.of(Failure.CONFLICT, "a one-time password is shown to nobody")
                    .exception();
        }
        if (message.content() instanceof Content.Text text && text.text() != null) {
            return text.text();
        }
        throw Refusal.of(Failure.CONFLICT, "it has no text, or its text is not kept any more")
                .exception();
    }
}
