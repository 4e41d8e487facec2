package io.elchi.smstext.receipt;

import io.elchi.smstext.receipt.Receipt.Extra;
import io.elchi.smstext.time.DateDigits;
import io.elchi.smstext.time.SmppTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One pass over the text of a receipt. The rules are at [Receipt#parse].
///
/// A field begins where a known name with its colon stands at the start of a word; its value is the next word. A
/// colon behind anything else makes a field of another name, from the end of the value before. No character is
/// looked at more often than a fixed number of times: names are short, and the text is searched once.
final class ReceiptParser {
    private static final int MOST_EXTRAS = 32;
    private static final int MOST_COUNT_DIGITS = 9;
    private static final int LONGEST_STATE = 13;
    private static final int ABSOLUTE_TIME = 16;
    private static final int LONGEST_NAME = 20;
    private static final String NO_ERROR = "000";

    private final String in;
    private final int end;
    private final ZoneOffset offset;

    /// The field whose name [#nameAt] found last.
    private ReceiptField found;
    private int seen;
    /// Whether a comma or semicolon stood between two fields.
    private boolean separated;
    /// The end of the last value: where a name may begin that is not known.
    private int looseFrom;
    /// A listed state without its name, which counts if none with a name comes.
    private int bareFrom;
    private int bareTo;

    private String id = "";
    private int sub = -1;
    private int dlvrd = -1;
    private Optional<Instant> submitted = Optional.empty();
    private Optional<Instant> done = Optional.empty();
    private ReceiptState state = ReceiptState.OTHER;
    private String stat = "";
    private String err = "";
    private String text = "";
    private List<Extra> extras = List.of();

    ReceiptParser(String in, ZoneOffset offset) {
        this.in = in;
        this.end = in.length();
        this.offset = offset;
    }

    Receipt parse() {
        boolean wordStarts = true;
        for (int at = 0; at < end; ) {
            int colon = wordStarts ? nameAt(at) : -1;
            int next = at + 1;
            if (colon >= 0) {
                next = found == ReceiptField.TEXT ? text(colon + 1) : value(found, colon + 1);
            } else if (in.charAt(at) == ':') {
                next = extra(at);
            } else if (wordStarts && bareTo == 0) {
                next = Math.max(next, bareState(at));
            }
            wordStarts = !inWord(in.charAt(next - 1));
            at = next;
        }
        if (!has(ReceiptField.STAT) && bareTo > 0) {
            set(ReceiptField.STAT, bareFrom, bareTo);
        }
        return new Receipt(id, sub, dlvrd, submitted, done, state, stat, err, text, extras, in);
    }

    private boolean has(ReceiptField field) {
        return (seen & field.bit()) != 0;
    }

    /// The position of the colon after the name of a new field, if one begins here; else -1.
    private int nameAt(int at) {
        return switch (in.charAt(at) | 0x20) {
            case 'i' -> colon(at, "id", ReceiptField.ID);
            case 's' -> {
                int colon = colon(at, "stat", ReceiptField.STAT);
                colon = colon < 0 ? colon(at, "sub", ReceiptField.SUB) : colon;
                yield colon < 0 ? colonOfDate(at, "submit", ReceiptField.SUBMIT_DATE) : colon;
            }
            case 'd' -> {
                int colon = colon(at, "dlvrd", ReceiptField.DLVRD);
                yield colon < 0 ? colonOfDate(at, "done", ReceiptField.DONE_DATE) : colon;
            }
            case 'e' -> colon(at, "err", ReceiptField.ERR);
            case 't' -> colon(at, "text", ReceiptField.TEXT);
            default -> -1;
        };
    }

    private int colon(int at, String name, ReceiptField field) {
        int colon = at + name.length();
        if (colon >= end || in.charAt(colon) != ':' || has(field) || !stands(name, at)) {
            return -1;
        }
        found = field;
        return colon;
    }

    /// `submit date` with one character between, or none.
    private int colonOfDate(int at, String name, ReceiptField field) {
        int date = at + name.length();
        if (date >= end || !stands(name, at)) {
            return -1;
        }
        return colon((in.charAt(date) | 0x20) == 'd' ? date : date + 1, "date", field);
    }

    private boolean stands(String name, int at) {
        return in.regionMatches(true, at, name, 0, name.length());
    }

    /// Takes the value of a known field. If a further name follows behind a blank, there is no value.
    private int value(ReceiptField field, int from) {
        seen |= field.bit();
        int at = skipBlanks(from);
        int to = at > from && at < end && nameAt(at) >= 0 ? at : wordEnd(at);
        looseFrom = to;
        if (to - at > 2 && isQuote(in.charAt(at)) && in.charAt(to - 1) == in.charAt(at)) {
            set(field, at + 1, to - 1);
        } else if (to > at) {
            set(field, at, to);
        }
        return to;
    }

    private void set(ReceiptField field, int from, int to) {
        switch (field) {
            case ID -> id = in.substring(from, to);
            case SUB -> sub = count(from, to);
            case DLVRD -> dlvrd = count(from, to);
            case SUBMIT_DATE -> submitted = date(from, to);
            case DONE_DATE -> done = date(from, to);
            case STAT -> {
                state = ReceiptState.ofWord(in, from, to);
                stat = is(state.word(), from, to) ? state.word() : in.substring(from, to);
            }
            case ERR -> err = is(NO_ERROR, from, to) ? NO_ERROR : in.substring(from, to);
            case TEXT -> throw new IllegalStateException("a text is no word");
        }
    }

    private boolean is(String word, int from, int to) {
        return word.length() == to - from && in.startsWith(word, from);
    }

    private int count(int from, int to) {
        if (to - from > MOST_COUNT_DIGITS) {
            return -1;
        }
        int count = 0;
        for (int at = from; at < to; at++) {
            int digit = in.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            count = count * 10 + digit;
        }
        return count;
    }

    private Optional<Instant> date(int from, int to) {
        if (to - from == ABSOLUTE_TIME) {
            return SmppTime.parse(in.substring(from, to)) instanceof SmppTime.Absolute absolute
                    ? Optional.of(absolute.time().toInstant())
                    : Optional.empty();
        }
        long second = DateDigits.epochSecond(in, from, to);
        return second == DateDigits.NONE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(second - offset.getTotalSeconds()));
    }

    /// Takes the text, which ends with the receipt. A name right behind a blank means that there is no text, and
    /// while id or stat is missing, the name of any missing field ends it.
    private int text(int from) {
        seen |= ReceiptField.TEXT.bit();
        boolean incomplete = !has(ReceiptField.ID) || !has(ReceiptField.STAT) && bareTo == 0;
        int at = skipBlanks(from);
        if (at < end && (at > from || incomplete) && nameAt(at) >= 0) {
            looseFrom = at;
            return at;
        }
        for (at++; incomplete && at < end; at++) {
            if (isBlank(in.charAt(at - 1)) && nameAt(at) >= 0) {
                text = in.substring(from, at - 1);
                looseFrom = at;
                return at;
            }
        }
        int to = end;
        while (to > from && in.charAt(to - 1) == 0) {
            to--;
        }
        text = in.substring(from, to);
        return end;
    }

    /// Takes a field whose name is not known, or is known and repeated.
    private int extra(int colon) {
        int from = skipSeparators(looseFrom);
        int valueFrom = skipBlanks(colon + 1);
        boolean none = valueFrom > colon + 1 && valueFrom < end && nameAt(valueFrom) >= 0;
        int to = none ? valueFrom : wordEnd(valueFrom);
        if (from < colon && extras.size() < MOST_EXTRAS) {
            if (extras.isEmpty()) {
                extras = new ArrayList<>();
            }
            extras.add(new Extra(in.substring(from, colon), in.substring(valueFrom, to)));
        }
        looseFrom = to;
        return to;
    }

    /// Notes a listed state that stands alone between blanks, and returns its end; else -1.
    private int bareState(int at) {
        if (at > 0 && !isBlank(in.charAt(at - 1))) {
            return -1;
        }
        int to = at;
        while (to < end && to - at <= LONGEST_STATE && !isBlank(in.charAt(to))) {
            to++;
        }
        if (ReceiptState.ofWord(in, at, to) == ReceiptState.OTHER) {
            return -1;
        }
        bareFrom = at;
        bareTo = to;
        looseFrom = to;
        return to;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < end && isBlank(in.charAt(at))) {
            at++;
        }
        return at;
    }

    private int wordEnd(int from) {
        int at = from;
        while (at < end && !isBlank(in.charAt(at)) && !separates(at)) {
            at++;
        }
        return at;
    }

    private int skipSeparators(int from) {
        int at = from;
        while (at < end && (isBlank(in.charAt(at)) || isSeparator(in.charAt(at)))) {
            at++;
        }
        return at;
    }

    /// Whether a comma or semicolon stands between fields: a known name follows, or, where that was so before, any
    /// name or nothing but blanks. Values may have such characters, too.
    private boolean separates(int at) {
        if (!isSeparator(in.charAt(at))) {
            return false;
        }
        int name = skipBlanks(at + 1);
        if (name < end && nameAt(name) >= 0) {
            separated = true;
            return true;
        }
        if (!separated || name == end) {
            return separated;
        }
        int colon = name;
        while (colon < end && colon - name < LONGEST_NAME && inWord(in.charAt(colon))) {
            colon++;
        }
        return colon > name && colon < end && in.charAt(colon) == ':';
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == ';';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    /// Line ends and NUL, too.
    private static boolean isBlank(char c) {
        return c <= ' ';
    }

    private static boolean inWord(char c) {
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c >= 0x80;
    }
}
