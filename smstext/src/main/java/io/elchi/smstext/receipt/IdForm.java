package io.elchi.smstext.receipt;

import java.math.BigInteger;
import java.util.Locale;

/// The form of an id in one place of a link, from which a key is made that matches the other place.
///
/// Blanks and NULs around an id do not count, and what follows a blank is no part of it. Longer than 64
/// characters, which message_id cannot carry (SMPP 3.4, 5.2.23), an id is its own key.
public enum IdForm {
    /// Character by character: for operators whose ids differ in nothing but case.
    EXACT,
    /// Letters in either case, leading zeros without weight, and nothing from a comma or semicolon on: a UUID that
    /// comes back in capitals, a number that comes back padded. Right wherever both places write the same form.
    SAME,
    /// A number in decimal digits. With hexadecimal letters in it, it is read as [#HEX], as Kannel does.
    DECIMAL,
    /// A number in hexadecimal digits; its key is the decimal number.
    HEX;

    private static final int MOST_CHARACTERS = 64;
    private static final int HEX_DIGITS_OF_A_LONG = 15;

    /// The id with its key. What is no number under [#DECIMAL] or [#HEX] gets the key of [#SAME].
    public ReceiptedMessageId read(String raw) {
        int from = 0;
        while (from < raw.length() && raw.charAt(from) <= ' ') {
            from++;
        }
        int to = from;
        while (to < raw.length() && !ends(raw.charAt(to))) {
            to++;
        }
        if (from == to) {
            return raw.isEmpty() ? ReceiptedMessageId.NONE : new ReceiptedMessageId(raw, "");
        }
        if (this == EXACT || to - from > MOST_CHARACTERS) {
            return new ReceiptedMessageId(raw, raw.substring(from, to));
        }
        while (from < to - 1 && raw.charAt(from) == '0') {
            from++;
        }
        return new ReceiptedMessageId(raw, key(raw.substring(from, to)));
    }

    private boolean ends(char c) {
        return c <= ' ' || this != EXACT && (c == ',' || c == ';');
    }

    private String key(String id) {
        boolean hex = this == HEX || this == DECIMAL && !only(id, 10);
        if (!hex || !only(id, 16)) {
            return id.toLowerCase(Locale.ROOT);
        }
        return id.length() <= HEX_DIGITS_OF_A_LONG
                ? Long.toString(Long.parseLong(id, 16))
                : new BigInteger(id, 16).toString();
    }

    /// Of ASCII, unlike Character.digit.
    private static boolean only(String id, int radix) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= 0x80 || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
