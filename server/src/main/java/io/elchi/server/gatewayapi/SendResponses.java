package io.elchi.server.gatewayapi;

import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Problem;
import io.elchi.server.intake.Preview;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.intake.TextHint;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.ContentKind;
import io.elchi.server.messages.Message;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the answers of send and batch.
final class SendResponses {
    private static final JsonFactory JSON = new JsonFactory();

    private SendResponses() {}

    static String accepted(SendResult.Accepted accepted) {
        StringWriter text = new StringWriter(320);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            accepted(out, accepted);
        }
        return text.toString();
    }

    private static void accepted(JsonGenerator out, SendResult.Accepted accepted) {
        out.writeStartObject();
        members(out, accepted.message());
        hint(out, accepted.hint());
        out.writeEndObject();
    }

    private static void members(JsonGenerator out, Message message) {
        out.writeStringProperty("id", message.id().toString());
        out.writeStringProperty("state", "accepted");
        if (message.isTest()) {
            out.writeBooleanProperty("test", true);
        }
        out.writeStringProperty("to", message.to().toString());
        out.writeStringProperty("from", message.sender());
        out.writeStringProperty("class", message.messageClass().text());
        if (message.options().flash()) {
            out.writeBooleanProperty("flash", true);
        }
        if (!(message.content() instanceof Content.Text)) {
            out.writeStringProperty("content", message.content().kind().text());
        }
        if (message.content() instanceof Content.Text text) {
            out.writeStringProperty("encoding", text.encoding().text());
        }
        out.writeNumberProperty("parts", message.parts());
        out.writeObjectPropertyStart("max_price");
        out.writeStringProperty(
                "amount",
                Money.decimal(message.reservedMicros(0) * message.parts()).toPlainString());
        out.writeStringProperty("currency", message.currency());
        out.writeEndObject();
        String reference = message.clientData().reference();
        if (reference != null) {
            out.writeStringProperty("reference", reference);
        }
        out.writeStringProperty("accepted_at", message.acceptedAt().toString());
        if (message.times().notBefore() != null) {
            out.writeStringProperty("not_before", message.times().notBefore().toString());
        }
        out.writeStringProperty("valid_until", message.validUntil().toString());
    }

    private static void hint(JsonGenerator out, TextHint hint) {
        if (hint.changed()) {
            out.writeBooleanProperty("smart_encoded", true);
        }
        if (hint.truncated()) {
            out.writeBooleanProperty("truncated", true);
        }
        if (hint.smartSaves() > 0) {
            out.writeNumberProperty("smart_encoding_saves", hint.smartSaves());
        }
    }

    /// What would become of a message.
    ///
    /// @param request that was looked at
    static String preview(SendRequest request, Preview preview) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeBooleanProperty("dry_run", true);
            out.writeBooleanProperty("acceptable", preview.problems().isEmpty());
            if (preview.to() != null) {
                out.writeStringProperty("to", preview.to().to().toString());
                optional(out, "country", preview.to().country());
                optional(out, "mcc", preview.to().mcc());
                optional(out, "mnc", preview.to().mnc());
            }
            out.writeStringProperty("from", request.from());
            out.writeStringProperty("class", request.messageClass().text());
            if (preview.encoding() == null) {
                out.writeStringProperty("content", ContentKind.BINARY.text());
            } else {
                out.writeStringProperty("content", ContentKind.TEXT.text());
                out.writeStringProperty("text", preview.text());
                out.writeStringProperty("encoding", preview.encoding().text());
            }
            out.writeNumberProperty("parts", preview.parts());
            hint(out, preview.hint());
            if (preview.foreignAt() >= 0) {
                int character = request.text().codePointAt(preview.foreignAt());
                out.writeStringProperty("ucs2_character", Character.toString(character));
                out.writeNumberProperty("ucs2_index", preview.foreignAt());
            }
            if (preview.price() != null) {
                out.writeNumberProperty("operator_id", preview.operatorId());
                money(out, "price", preview.price());
                money(out, "max_price", preview.maxPrice());
            }
            out.writeArrayPropertyStart("problems");
            preview.problems().forEach(each -> problem(out, each));
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void optional(JsonGenerator out, String name, String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }

    private static void money(JsonGenerator out, String name, Money money) {
        out.writeObjectPropertyStart(name);
        out.writeStringProperty("amount", money.amount());
        out.writeStringProperty("currency", money.currency());
        out.writeEndObject();
    }

    /// One answer for each item, in order.
    static String batch(List<SendResult> results) {
        StringWriter text = new StringWriter(340 * results.size());
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            long all = results.stream()
                    .filter(SendResult.Accepted.class::isInstance)
                    .count();
            out.writeNumberProperty("accepted", all);
            out.writeNumberProperty("refused", results.size() - all);
            out.writeArrayPropertyStart("messages");
            for (SendResult result : results) {
                switch (result) {
                    case SendResult.Accepted accepted -> accepted(out, accepted);
                    case SendResult.Refused(Refusal refusal) -> refused(out, refusal);
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void refused(JsonGenerator out, Refusal refusal) {
        out.writeStartObject();
        out.writeStringProperty("state", "refused");
        out.writeName("error");
        problem(out, refusal);
        out.writeEndObject();
    }

    private static void problem(JsonGenerator out, Refusal refusal) {
        out.writeStartObject();
        for (Map.Entry<String, Object> member : Problem.members(refusal, null).entrySet()) {
            out.writeName(member.getKey());
            switch (member.getValue()) {
                case Integer number -> out.writeNumber(number);
                case Boolean flag -> out.writeBoolean(flag);
                default -> out.writeString(member.getValue().toString());
            }
        }
        out.writeEndObject();
    }
}
