package io.elchi.server.messages;

import io.elchi.server.events.LoggedEvent;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The receipt that an event of a message is for a client of SMPP, or of a protocol with the same fields.
public final class EventReceipt {
    /// An operator's own text may be of any length; a receipt has to fit into short_message.
    private static final int MOST_ERROR = 20;

    private EventReceipt() {}

    /// @param id that the client knows the message by
    /// @param data of the event
    /// @param noError `err:` of a message without an error
    public static Receipt of(String id, ReceiptState state, LoggedEvent event, JsonNode data, String noError) {
        int parts = data.get("parts").intValue();
        JsonNode error = data.get("error_code");
        JsonNode done = data.get("delivered_at") != null ? data.get("delivered_at") : data.get("final_at");
        return new Receipt(
                id,
                parts,
                state == ReceiptState.DELIVERED ? parts : 0,
                Optional.of(Instant.parse(data.get("accepted_at").stringValue())),
                Optional.of(done == null ? event.at() : Instant.parse(done.stringValue())),
                state,
                state.word(),
                error == null ? noError : cut(error.stringValue()),
                "",
                List.of(),
                "");
    }

    private static String cut(String error) {
        return error.substring(0, Math.min(error.length(), MOST_ERROR));
    }
}
