package io.elchi.simulator;

import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptField;
import io.elchi.smstext.receipt.ReceiptFormat;
import io.elchi.smstext.receipt.ReceiptState;
import io.elchi.smstext.time.DateLayout;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/// The text of a delivery receipt with just the fields that the profile's operator writes.
final class ReceiptText {
    private static final int TEXT_CHARACTERS = 20;

    private ReceiptText() {}

    /// The format of a profile, whose names of fields are those of [ReceiptField] in snake_case.
    static ReceiptFormat format(Profile.Receipts form) {
        return new ReceiptFormat(
                form.fields().stream()
                        .map(field -> ReceiptField.valueOf(field.toUpperCase(Locale.ROOT)))
                        .toList(),
                DateLayout.ofDigits(form.dateDigits()),
                ZoneOffset.UTC,
                TEXT_CHARACTERS);
    }

    /// @param state in the receipt's words, or in one that no specification knows
    static String write(Profile.Receipts form, Received message, String id, String state, Instant done) {
        ReceiptState known = ReceiptState.ofWord(state);
        String err = known == ReceiptState.DELIVERED ? "000" : "001";
        Receipt receipt = Receipt.of(id, known, message.time(), done, err, message.text());
        return format(form).write(receipt.withStat(state));
    }

    /// message_state for a state in the receipt's words.
    static int messageState(String state) {
        ReceiptState known = ReceiptState.ofWord(state);
        return known == ReceiptState.OTHER ? ReceiptState.UNKNOWN.code() : known.code();
    }
}
