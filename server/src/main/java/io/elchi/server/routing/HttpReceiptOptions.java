package io.elchi.server.routing;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Secret;
import java.util.List;

/// How a link with `protocol: http` reads the operator's receipts. A place is the name of a parameter of the query or
/// of the form, or a JSON pointer, which begins with a slash.
public record HttpReceiptOptions(
        @Setting(
                value =
                        "secret in the path of the link's receipts, 32 to 128 letters, digits, hyphens and low lines; made"
                                + " when the link is added; never shown later",
                is = "")
        Secret token,

        @Setting(
                value =
                        "JSON pointer to a list of receipts; the other pointers then begin at its items; empty: the body"
                                + " is one receipt, or a list of them",
                is = "")
        String items,

        @Setting(value = "place of the id that the message was accepted with", is = "")
        String id,

        @Setting(value = "place of the status", is = "") String status,

        @Setting(value = "place of the code of an error; empty: none", is = "")
        String error,

        @Setting(
                value = "states of statuses, `DELIVRD=delivered`: delivered, undelivered, expired, rejected, unknown or"
                        + " intermediate; a status that is not in the table is intermediate",
                is = "")
        List<String> states,

        @Setting(value = "HTTP status of the answer to a receipt that is stored", is = "200", min = 200, max = 299)
        int answerStatus,

        @Setting(value = "body of that answer", is = "") String answerBody) {
    private static final String STATE =
            "[^=]{1,64}=\\s*(?i:delivered|undelivered|expired|rejected|unknown|intermediate)";

    /// @throws IllegalArgumentException if something has another form
    public HttpReceiptOptions {
        states = List.copyOf(states);
        if (!token.isEmpty() && !token.reveal().matches("[A-Za-z0-9_-]{32,128}")) {
            throw new IllegalArgumentException("token: must have 32 to 128 letters, digits, hyphens and low lines");
        }
        LinkOptions.check("states", states, STATE, "DELIVRD=delivered");
        HttpReplyOptions.checkPointer("items", items);
        place("id", id);
        place("status", status);
        place("error", error);
        if (id.isEmpty() != status.isEmpty()) {
            throw new IllegalArgumentException("status: id and status are set together, or not at all");
        }
        if (answerBody.length() > 1_000) {
            throw new IllegalArgumentException("answer_body: has more than 1000 characters");
        }
    }

    private static void place(String field, String place) {
        if (place.startsWith("/")) {
            HttpReplyOptions.checkPointer(field, place);
        } else if (place.length() > 64) {
            throw new IllegalArgumentException(field + ": has more than 64 characters");
        }
    }

    /// Whether the link gets receipts.
    public boolean isOn() {
        return !id.isEmpty();
    }
}
