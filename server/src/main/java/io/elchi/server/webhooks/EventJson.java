package io.elchi.server.webhooks;

import io.elchi.server.core.Money;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Settled;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The body of a post: `type`, `timestamp`, `data`, as the Standard Webhooks specification recommends. The text of
/// the message is not in it.
final class EventJson {
    private static final JsonFactory JSON = new JsonFactory();

    private EventJson() {}

    static byte[] of(Settled settled) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), octets)) {
            out.writeStartObject();
            out.writeStringProperty("type", EventType.of(settled.state()));
            out.writeStringProperty("timestamp", settled.at().toString());
            out.writeObjectPropertyStart("data");
            data(out, settled);
            out.writeEndObject();
            out.writeEndObject();
        }
        return octets.toByteArray();
    }

    private static void data(JsonGenerator out, Settled settled) {
        Message message = settled.message();
        Cdr cdr = settled.cdr();
        out.writeStringProperty("id", message.id().toString());
        out.writeStringProperty("state", settled.state().text());
        out.writeStringProperty("to", message.to().toString());
        out.writeStringProperty("from", message.sender());
        out.writeStringProperty("class", message.messageClass().text());
        out.writeNumberProperty("parts", message.parts());
        out.writeNumberProperty("parts_charged", cdr.partsCharged());
        out.writeObjectPropertyStart("price");
        out.writeStringProperty("amount", Money.decimal(cdr.priceMicros()).toPlainString());
        out.writeStringProperty("currency", message.currency());
        out.writeEndObject();
        text(out, "reference", message.reference());
        text(out, "country", message.country());
        text(out, "mcc", message.mcc());
        text(out, "mnc", message.mnc());
        text(out, "operator_status", cdr.smscStatus());
        text(out, "error_code", cdr.errorCode());
        out.writeStringProperty("accepted_at", message.acceptedAt().toString());
        time(out, "submitted_at", cdr.submittedAt());
        time(out, "delivered_at", cdr.deliveredAt());
        out.writeStringProperty("final_at", settled.at().toString());
        if (message.meta() != null) {
            out.writeName("meta");
            out.writeRawValue(message.meta());
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
