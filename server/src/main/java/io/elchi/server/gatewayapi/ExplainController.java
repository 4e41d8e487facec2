package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// What was decided about a message when it was accepted, as far as it is its client's: no operator, cost or price
/// of somebody else.
@RestController
final class ExplainController {
    private final MessageStore messages;

    ExplainController(MessageStore messages) {
        this.messages = messages;
    }

    /// @param steps in the order of the checks
    record Explanation(String id, List<DecidedStep> steps) {}

    /// @param detail for people
    /// @param facts the same for programs
    record DecidedStep(String step, String detail, Map<String, Object> facts) {}

    @GetMapping("/v1/sms/{id}/explain")
    @Needs(Permission.SMS_READ)
    Explanation explain(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        MessageView view = MessageId.parse(id)
                .flatMap(known -> messages.view(caller.account().id(), known))
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no message " + id + " of this account")
                        .exception());
        Message message = view.message();
        List<DecidedStep> steps = new ArrayList<>();
        steps.add(destination(message.recipient()));
        steps.add(content(message));
        steps.add(route(message));
        steps.add(price(message));
        return new Explanation(message.id().toString(), steps);
    }

    private static DecidedStep destination(Message.Recipient recipient) {
        String country = recipient.country() == null ? "no known country" : recipient.country();
        if (recipient.mcc() == null) {
            return new DecidedStep(
                    "destination",
                    recipient.to() + " is a number of " + country + ", of no known network",
                    Map.of("source", "none"));
        }
        return new DecidedStep(
                "destination",
                "%s is a number of %s, in the network %s %s, %s"
                        .formatted(
                                recipient.to(),
                                country,
                                recipient.mcc(),
                                recipient.mnc(),
                                recipient.ported() ? "to which it was ported" : "by its prefix"),
                Map.of(
                        "source", recipient.ported() ? "ported" : "prefix",
                        "mcc", recipient.mcc(),
                        "mnc", recipient.mnc()));
    }

    private static DecidedStep content(Message message) {
        String kind = message.content() instanceof Content.Text text
                ? text.encoding().text()
                : message.content().kind().text();
        return new DecidedStep(
                "content",
                "written as %s it takes %d part%s".formatted(kind, message.parts(), message.parts() == 1 ? "" : "s"),
                Map.of("content", kind, "parts", message.parts()));
    }

    private static DecidedStep route(Message message) {
        if (message.isTest()) {
            return new DecidedStep("route", "it is a test message: it reaches no operator", Map.of("operators", 0));
        }
        int operators = message.candidates().size();
        return new DecidedStep(
                "route",
                operators == 1 ? "one operator can carry it" : operators + " operators can carry it",
                Map.of("operators", operators));
    }

    private static DecidedStep price(Message message) {
        Money reserved = new Money(message.currency(), message.reservedMicros(0) * message.parts());
        return new DecidedStep(
                "price", "it costs at most " + reserved, Map.of("max_price", ReadController.money(reserved)));
    }
}
