package io.elchi.server.gatewayapi;

import io.elchi.server.core.Masking;
import io.elchi.server.core.Money;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.TimelineEntry;
import io.elchi.server.messages.WaitReasons;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.util.RawValue;

/// A message as its client sees it, with its timeline.
final class MessageJson {
    private MessageJson() {}

    /// As it stands in a list: without its timeline.
    static Map<String, Object> listed(MessageView view) {
        return of(view, null, false);
    }

    /// @param waiting why it is not sent or ended yet; null when that is not known here
    static Map<String, Object> of(MessageView view, WaitReasons.Waiting waiting) {
        return of(view, waiting, true);
    }

    private static Map<String, Object> of(MessageView view, WaitReasons.Waiting waiting, boolean timeline) {
        Message message = view.message();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", message.id().toString());
        json.put("state", view.state().text());
        put(json, "test", message.isTest() ? true : null);
        json.put("to", message.to().toString());
        json.put("from", message.sender());
        json.put("content", message.content().kind().text());
        put(json, "flash", message.options().flash() ? true : null);
        json.put("class", message.messageClass().text());
        if (message.content() instanceof Content.Text text) {
            json.put("text", Masking.text(message.messageClass(), text.text()));
            json.put("encoding", text.encoding().text());
        }
        json.put("parts", message.parts());
        json.put("parts_charged", view.partsCharged());
        json.put("price", ReadController.money(new Money(message.currency(), view.priceMicros())));
        put(json, "country", message.recipient().country());
        put(json, "mcc", message.recipient().mcc());
        put(json, "mnc", message.recipient().mnc());
        long template = message.clientData().templateId();
        put(json, "template_id", template == 0 ? null : template);
        put(json, "reference", message.clientData().reference());
        String meta = message.clientData().meta();
        put(json, "meta", meta == null ? null : new RawValue(meta));
        put(json, "correlation_id", message.clientData().correlationId());
        put(json, "operator_status", view.smscStatus());
        put(json, "error_code", view.errorCode());
        json.put("accepted_at", message.acceptedAt());
        put(json, "not_before", message.times().notBefore());
        put(json, "submitted_at", view.submittedAt());
        put(json, "delivered_at", view.deliveredAt());
        put(json, "final_at", view.endedAt());
        json.put("valid_until", message.validUntil());
        put(json, "waiting", waiting == null ? null : waiting(waiting));
        if (timeline) {
            json.put(
                    "part_states",
                    view.partStates().stream().map(MessageJson::part).toList());
            json.put("timeline", timeline(view));
        }
        return json;
    }

    private static Map<String, Object> waiting(WaitReasons.Waiting waiting) {
        return Map.of(
                "reason", waiting.reason().text(), "detail", waiting.reason().detail());
    }

    private static void put(Map<String, Object> json, String name, Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Map<String, Object> part(MessageView.PartState part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("part", part.part());
        json.put("state", part.state().text());
        put(json, "operator_message_id", part.operatorMessageId());
        return json;
    }

    private static List<Map<String, Object>> timeline(MessageView view) {
        return view.steps().stream().map(step -> step(view.message(), step)).toList();
    }

    private static Map<String, Object> step(Message message, TimelineEntry step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", step.at());
        json.put("after_ms", Duration.between(message.acceptedAt(), step.at()).toMillis());
        json.put("event", step.what());
        if (step.part() > 0) {
            json.put("part", step.part());
        }
        if (step.operatorId() != 0) {
            json.put("operator_id", step.operatorId());
        }
        put(json, "operator_message_id", step.operatorMessageId());
        if (step.status() > 0) {
            json.put("command_status", "0x%08X".formatted(step.status()));
        }
        put(json, "detail", step.detail());
        put(json, "amount", step.amount() == null ? null : ReadController.money(step.amount()));
        return json;
    }
}
