package io.elchi.server.gatewayapi;

import io.elchi.server.core.Masking;
import io.elchi.server.core.Money;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A message as its client sees it, with its timeline.
final class MessageJson {
    private MessageJson() {}

    static Map<String, Object> of(MessageView view) {
        Message message = view.message();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", message.id().toString());
        json.put("state", view.state().text());
        json.put("to", message.to().toString());
        json.put("from", message.sender());
        json.put("text", Masking.text(message.messageClass(), message.text()));
        json.put("class", message.messageClass().text());
        json.put("encoding", message.encoding().text());
        json.put("parts", message.parts());
        json.put("parts_charged", view.sharesCharged());
        json.put("price", ReadController.money(new Money(message.currency(), view.priceMicros())));
        put(json, "country", message.country());
        put(json, "mcc", message.mcc());
        put(json, "mnc", message.mnc());
        put(json, "reference", message.reference());
        put(json, "correlation_id", message.correlationId());
        put(json, "operator_status", view.smscStatus());
        put(json, "error_code", view.errorCode());
        json.put("accepted_at", message.acceptedAt());
        put(json, "submitted_at", view.sentAt());
        put(json, "delivered_at", view.deliveredAt());
        put(json, "final_at", view.endedAt());
        json.put("valid_until", message.validUntil());
        json.put("timeline", timeline(view));
        return json;
    }

    private static void put(Map<String, Object> json, String name, Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static List<Map<String, Object>> timeline(MessageView view) {
        Message message = view.message();
        List<Map<String, Object>> timeline = new ArrayList<>();
        timeline.add(step(message, message.acceptedAt(), "accepted"));
        Map<String, Object> reserved = step(message, message.acceptedAt(), "reserved");
        reserved.put(
                "amount",
                ReadController.money(new Money(message.currency(), message.reservedMicros(0) * message.parts())));
        timeline.add(reserved);
        for (Event event : view.events()) {
            timeline.add(step(message, event));
            if (event.kind() == EventKind.SUBMITTED) {
                Map<String, Object> charged = step(message, event.at(), "charged");
                charged.put("part", event.part());
                charged.put(
                        "amount",
                        ReadController.money(
                                new Money(message.currency(), event.charge().priceMicros())));
                timeline.add(charged);
            }
        }
        if (view.endedAt() != null) {
            timeline.add(step(message, view.endedAt(), view.state().text()));
        }
        return timeline;
    }

    private static Map<String, Object> step(Message message, Event event) {
        Map<String, Object> step = step(message, event.at(), event.kind().text());
        if (event.part() > 0) {
            step.put("part", event.part());
        }
        if (event.operatorId() != 0) {
            step.put("operator_id", event.operatorId());
        }
        put(step, "operator_message_id", event.smscMessageId());
        if (event.status() > 0) {
            step.put("command_status", "0x%08X".formatted(event.status()));
        }
        put(step, "detail", event.detail());
        return step;
    }

    private static Map<String, Object> step(Message message, Instant at, String what) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("at", at);
        step.put("after_ms", Duration.between(message.acceptedAt(), at).toMillis());
        step.put("event", what);
        return step;
    }
}
