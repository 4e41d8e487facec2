package io.elchi.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// The text of a delivery receipt with just the fields that the profile's operator writes (SMPP 3.4, Appendix B, is
/// what most of them come near to).
final class ReceiptText {
    private static final DateTimeFormatter TEN =
            DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TWELVE =
            DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FOURTEEN =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final int TEXT_CHARACTERS = 20;

    private ReceiptText() {}

    static String write(Profile.Receipts form, Received message, String id, String state, Instant done) {
        List<String> fields = new ArrayList<>();
        boolean delivered = state.equals("DELIVRD");
        for (String field : form.fields()) {
            fields.add(
                    switch (field) {
                        case "id" -> "id:" + id;
                        case "sub" -> "sub:001";
                        case "dlvrd" -> delivered ? "dlvrd:001" : "dlvrd:000";
                        case "submit_date" -> "submit date:" + date(form, message.time());
                        case "done_date" -> "done date:" + date(form, done);
                        case "stat" -> "stat:" + state;
                        case "err" -> delivered ? "err:000" : "err:001";
                        case "text" -> "text:" + cut(message.text());
                        default -> throw new IllegalStateException("no field " + field);
                    });
        }
        return String.join(" ", fields);
    }

    private static String date(Profile.Receipts form, Instant time) {
        return switch (form.dateDigits()) {
            case 10 -> TEN.format(time);
            case 12 -> TWELVE.format(time);
            default -> FOURTEEN.format(time);
        };
    }

    /// Only what a receipt in the default alphabet can carry.
    private static String cut(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7E]", "?");
        return plain.length() <= TEXT_CHARACTERS ? plain : plain.substring(0, TEXT_CHARACTERS);
    }

    /// message_state of SMPP 5.0, 4.7.15, for a state in the receipt's words.
    static int messageState(String state) {
        return switch (state) {
            case "ENROUTE" -> 1;
            case "DELIVRD" -> 2;
            case "EXPIRED" -> 3;
            case "DELETED" -> 4;
            case "UNDELIV" -> 5;
            case "ACCEPTD" -> 6;
            case "REJECTD" -> 8;
            case "SKIPPED" -> 9;
            default -> 7;
        };
    }
}
