package io.elchi.simulator;

import java.util.Locale;
import java.util.UUID;

/// The id of a message in the two forms an operator may write it: one in submit_sm_resp, one in the receipt.
record IssuedMessageId(String inResponse, String inReceipt) {
    static IssuedMessageId of(Profile.MessageIds form, long seed, long number) {
        return new IssuedMessageId(
                write(form.response(), form, seed, number), write(form.receipt(), form, seed, number));
    }

    private static String write(String form, Profile.MessageIds ids, long seed, long number) {
        String written = switch (form) {
            case "hex" -> Long.toHexString(number);
            case "uuid" -> new UUID(seed, number).toString();
            default -> Long.toString(number);
        };
        String padded =
                written.length() >= ids.width() ? written : "0".repeat(ids.width() - written.length()) + written;
        return ids.upperCase() ? padded.toUpperCase(Locale.ROOT) : padded;
    }
}
