package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The data of the events of messages; see the schemas in `api/events`. The text of the message is not in it.
final class MessageEventJson {
    private static final JsonFactory JSON = new JsonFactory();
    /// Of the event that a message is accepted.
    private static final int FIRST = 1;

    private MessageEventJson() {}

    static String of(Message message, MessageState state) {
        return write(message, state, FIRST, _ -> {});
    }

    static String submitted(Message message, Instant at, int sequence) {
        return write(message, MessageState.SUBMITTED, sequence, out -> time(out, "submitted_at", at));
    }

    static String intermediate(Message message, Event.IntermediateReceipt receipt, int sequence) {
        return write(message, MessageState.SUBMITTED, sequence, out -> {
            out.writeNumberProperty("part", receipt.part());
            text(out, "operator_status", ReceiptReport.stat(receipt.detail()));
            text(out, "error_code", ReceiptReport.error(receipt.detail()));
        });
    }

    static String ended(Cdr cdr, int sequence) {
        return write(cdr.message(), cdr.state(), sequence, out -> {
            out.writeNumberProperty("parts_charged", cdr.partsCharged());
            out.writeObjectPropertyStart("price");
            out.writeStringProperty("amount", Money.decimal(cdr.priceMicros()).toPlainString());
            out.writeStringProperty("currency", cdr.message().currency());
            out.writeEndObject();
            text(out, "operator_status", cdr.smscStatus());
            text(out, "error_code", cdr.errorCode());
            time(out, "submitted_at", cdr.submittedAt());
            time(out, "delivered_at", cdr.deliveredAt());
            time(out, "final_at", cdr.endedAt());
        });
    }

    private static String write(Message message, MessageState state, int sequence, Consumer<JsonGenerator> rest) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("id", message.id().toString());
            out.writeStringProperty("state", state.text());
            out.writeNumberProperty("sequence", sequence);
            if (message.isTest()) {
                out.writeBooleanProperty("test", true);
            }
            out.writeStringProperty("to", message.to().toString());
            out.writeStringProperty("from", message.sender());
            out.writeStringProperty("class", message.messageClass().text());
            out.writeNumberProperty("parts", message.parts());
            joined(out, message.options().joinedParts());
            text(out, "reference", message.clientData().reference());
            text(out, "country", message.recipient().country());
            text(out, "mcc", message.recipient().mcc());
            text(out, "mnc", message.recipient().mnc());
            out.writeStringProperty("accepted_at", message.acceptedAt().toString());
            time(out, "not_before", message.times().notBefore());
            rest.accept(out);
            String meta = message.clientData().meta();
            if (meta != null) {
                out.writeName("meta");
                out.writeRawValue(meta);
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    /// registered_delivery of each part that the client sent; nothing of a message that came whole.
    private static void joined(JsonGenerator out, List<Integer> parts) {
        if (!parts.isEmpty()) {
            out.writeArrayPropertyStart("joined_parts");
            parts.forEach(out::writeNumber);
            out.writeEndArray();
        }
    }

    private static void text(JsonGenerator out, String name, String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }

    private static void time(JsonGenerator out, String name, Instant value) {
        if (value != null) {
            out.writeStringProperty(name, value.toString());
        }
    }
}
