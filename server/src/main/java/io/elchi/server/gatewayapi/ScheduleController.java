package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.intake.ScheduledMessages;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.WaitReasons;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Cancels and reschedules messages that are scheduled. The message's timeline records who did it.
@RestController
final class ScheduleController {
    private final ScheduledMessages scheduled;
    private final MessageStore messages;
    private final WaitReasons reasons;

    ScheduleController(ScheduledMessages scheduled, MessageStore messages, WaitReasons reasons) {
        this.scheduled = scheduled;
        this.messages = messages;
        this.reasons = reasons;
    }

    @DeleteMapping("/v1/sms/{id}")
    @Needs(value = Permission.SMS_SEND, counted = false)
    Map<String, Object> cancel(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        MessageId known = known(caller, id);
        scheduled.cancel(caller.account().id(), known, who(caller));
        return view(caller, known);
    }

    @PatchMapping("/v1/sms/{id}")
    @Needs(value = Permission.SMS_SEND, counted = false)
    Map<String, Object> reschedule(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        // To the microsecond, as the database has it.
        Instant notBefore = body.optionalTime("not_before")
                .orElseThrow(() -> Refusal.ofField(Failure.MISSING_FIELD, "not_before", null)
                        .exception())
                .truncatedTo(ChronoUnit.MICROS);
        body.end();
        MessageId known = known(caller, id);
        scheduled.reschedule(caller.account().id(), known, notBefore, who(caller));
        return view(caller, known);
    }

    private static String who(Caller caller) {
        Credential credential = caller.credential();
        return credential.kind().text() + " " + credential.id();
    }

    /// A key for tests changes test messages alone.
    private MessageId known(Caller caller, String id) {
        MessageId known = MessageId.parse(id).orElseThrow(() -> missing(id));
        if (caller.isTest()
                && messages.view(caller.account().id(), known)
                        .filter(view -> view.message().isTest())
                        .isEmpty()) {
            throw missing(id);
        }
        return known;
    }

    private Map<String, Object> view(Caller caller, MessageId id) {
        MessageView view = messages.view(caller.account().id(), id).orElseThrow(() -> missing(id.toString()));
        return MessageJson.of(view, reasons.of(view));
    }

    private static RuntimeException missing(String id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no message " + id + " of this account")
                .exception();
    }
}
