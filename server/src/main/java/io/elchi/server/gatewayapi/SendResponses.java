package io.elchi.server.gatewayapi;

import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Problem;
import io.elchi.server.intake.SendResult;
import io.elchi.server.messages.Content;
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

    static String accepted(Message message) {
        StringWriter text = new StringWriter(320);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            accepted(out, message);
        }
        return text.toString();
    }

    private static void accepted(JsonGenerator out, Message message) {
        out.writeStartObject();
        members(out, message);
        out.writeEndObject();
    }

    private static void members(JsonGenerator out, Message message) {
        out.writeStringProperty("id", message.id().toString());
        out.writeStringProperty("state", "accepted");
        out.writeStringProperty("to", message.to().toString());
        out.writeStringProperty("from", message.sender());
        out.writeStringProperty("class", message.messageClass().text());
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

    /// One answer for each item, in order.
    static String batch(List<SendResult> results) {
        StringWriter text = new StringWriter(340 * results.size());
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            long accepted = results.stream()
                    .filter(SendResult.Accepted.class::isInstance)
                    .count();
            out.writeNumberProperty("accepted", accepted);
            out.writeNumberProperty("refused", results.size() - accepted);
            out.writeArrayPropertyStart("messages");
            for (SendResult result : results) {
                switch (result) {
                    case SendResult.Accepted(Message message) -> accepted(out, message);
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
        out.writeObjectPropertyStart("error");
        for (Map.Entry<String, Object> member : Problem.members(refusal, null).entrySet()) {
            out.writeName(member.getKey());
            switch (member.getValue()) {
                case Integer number -> out.writeNumber(number);
                case Boolean flag -> out.writeBoolean(flag);
                default -> out.writeString(member.getValue().toString());
            }
        }
        out.writeEndObject();
        out.writeEndObject();
    }
}
