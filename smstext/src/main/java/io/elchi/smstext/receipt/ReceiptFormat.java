package io.elchi.smstext.receipt;

import io.elchi.smstext.time.DateDigits;
import io.elchi.smstext.time.DateLayout;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The form of receipts for one client.
///
/// @param fields in their order; what stands behind [ReceiptField#TEXT], most readers take for text
/// @param dates the layout of both dates
/// @param clock the offset that dates are written with
/// @param textCharacters how much of the text is repeated; 0 for none
public record ReceiptFormat(List<ReceiptField> fields, DateLayout dates, ZoneOffset clock, int textCharacters) {
    private static final int TYPICAL_LENGTH = 160;
    private static final int MOST_COUNT = 999;
    private static final ReceiptFormat STANDARD =
            new ReceiptFormat(List.of(ReceiptField.values()), DateLayout.MINUTES, ZoneOffset.UTC, 20);

    /// @throws IllegalArgumentException if the number is negative
    public ReceiptFormat {
        fields = List.copyOf(fields);
        if (textCharacters < 0) {
            throw new IllegalArgumentException("a text cannot have " + textCharacters + " characters");
        }
    }

    /// SMPP 3.4, Appendix B to the letter: all fields, dates to the minute, in UTC, 20 characters of the text.
    public static ReceiptFormat standard() {
        return STANDARD;
    }

    public ReceiptFormat withFields(List<ReceiptField> fields) {
        return new ReceiptFormat(fields, dates, clock, textCharacters);
    }

    public ReceiptFormat withDates(DateLayout dates) {
        return new ReceiptFormat(fields, dates, clock, textCharacters);
    }

    public ReceiptFormat withClock(ZoneOffset clock) {
        return new ReceiptFormat(fields, dates, clock, textCharacters);
    }

    public ReceiptFormat withTextCharacters(int textCharacters) {
        return new ReceiptFormat(fields, dates, clock, textCharacters);
    }

    /// The text, in printable ASCII: it reads the same in every default alphabet a client may believe in. Other
    /// characters of [Receipt#text] become `?`. A number or date that is missing is written as zeros.
    public String write(Receipt receipt) {
        StringBuilder out = new StringBuilder(TYPICAL_LENGTH);
        for (ReceiptField field : fields) {
            if (!out.isEmpty()) {
                out.append(' ');
            }
            out.append(field.key()).append(':');
            switch (field) {
                case ID -> word(out, receipt.id());
                case SUB -> count(out, receipt.sub());
                case DLVRD -> count(out, receipt.dlvrd());
                case SUBMIT_DATE -> date(out, receipt.submitted());
                case DONE_DATE -> date(out, receipt.done());
                case STAT -> word(out, receipt.stat());
                case ERR -> word(out, receipt.err().isEmpty() ? "000" : receipt.err());
                case TEXT -> plain(out, receipt.text(), textCharacters);
            }
        }
        return out.toString();
    }

    /// A blank would end the value, and what follows would be read as something else.
    private static void word(StringBuilder out, String value) {
        int length = 0;
        while (length < value.length() && value.charAt(length) > ' ') {
            length++;
        }
        plain(out, value.substring(0, length), length);
    }

    private static void plain(StringBuilder out, String text, int most) {
        for (int at = 0, written = 0; at < text.length() && written < most; written++) {
            int codePoint = text.codePointAt(at);
            out.append(codePoint >= ' ' && codePoint < 0x7f ? (char) codePoint : '?');
            at += Character.charCount(codePoint);
        }
    }

    private static void count(StringBuilder out, int count) {
        int digits = Math.clamp(count, 0, MOST_COUNT);
        out.append(digits / 100).append(digits / 10 % 10).append(digits % 10);
    }

    private void date(StringBuilder out, Optional<Instant> date) {
        if (date.isPresent()) {
            Instant instant = date.get();
            DateDigits.append(out, LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, clock), dates);
        } else {
            out.repeat('0', dates.digits());
        }
    }
}
