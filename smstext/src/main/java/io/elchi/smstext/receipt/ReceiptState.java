package io.elchi.smstext.receipt;

/// The state of a message in a receipt: the message_state TLV (SMPP 3.4, 5.2.28; SMPP 5.0, 4.7.15) and the `stat`
/// of a receipt's text (SMPP 3.4, Appendix B).
public enum ReceiptState {
    /// SMPP 5.0 only.
    SCHEDULED(0, "SCHEDULED", false),
    ENROUTE(1, "ENROUTE", false),
    DELIVERED(2, "DELIVRD", true),
    EXPIRED(3, "EXPIRED", true),
    DELETED(4, "DELETED", true),
    UNDELIVERABLE(5, "UNDELIV", true),
    /// Final in the specification (read on behalf of the subscriber by customer service); what operators mean is
    /// that they have the message, and a further receipt follows.
    ACCEPTED(6, "ACCEPTD", false),
    UNKNOWN(7, "UNKNOWN", true),
    REJECTED(8, "REJECTD", true),
    /// SMPP 5.0 only.
    SKIPPED(9, "SKIPPED", true),
    /// A word or number that no specification lists, or none at all. What it means, only its operator knows.
    OTHER(-1, "", false);

    private static final ReceiptState[] BY_CODE = values();

    private final int code;
    private final String word;
    private final boolean isFinal;

    ReceiptState(int code, String word, boolean isFinal) {
        this.code = code;
        this.word = word;
        this.isFinal = isFinal;
    }

    /// The value of message_state; -1 for [#OTHER].
    public int code() {
        return code;
    }

    /// The word of a receipt's text; empty for [#OTHER].
    public String word() {
        return word;
    }

    /// Whether nothing more is to come. [#OTHER] is not.
    public boolean isFinal() {
        return isFinal;
    }

    /// The state of a message_state value.
    public static ReceiptState ofCode(int code) {
        return code >= 0 && code < OTHER.ordinal() ? BY_CODE[code] : OTHER;
    }

    /// The state of a `stat`, in any case: the words of Appendix B and the full names that some write instead,
    /// such as `DELIVERED`.
    public static ReceiptState ofWord(String word) {
        return ofWord(word, 0, word.length());
    }

    static ReceiptState ofWord(String text, int from, int to) {
        if (DELIVERED.isWord(text, from, to)) {
            return DELIVERED;
        }
        for (ReceiptState state : BY_CODE) {
            if (state.isWord(text, from, to)) {
                return state;
            }
        }
        return OTHER;
    }

    private boolean isWord(String text, int from, int to) {
        return same(word, text, from, to) || same(name(), text, from, to);
    }

    private boolean same(String name, String text, int from, int to) {
        return this != OTHER && name.length() == to - from && text.regionMatches(true, from, name, 0, name.length());
    }
}
