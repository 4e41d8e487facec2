package io.elchi.smstext.alphabet;

/// National Language Identifiers of 3GPP TS 23.038, 6.2.1.2.4: the value of information elements 0x24 and 0x25.
public enum NationalLanguage {
    /// Not a language: the default alphabet and its extension table.
    DEFAULT(0),
    TURKISH(1),
    /// Has a single shift table only; as a locking shift it means the default alphabet (A.3.2).
    SPANISH(2),
    PORTUGUESE(3),
    BENGALI(4),
    GUJARATI(5),
    HINDI(6),
    KANNADA(7),
    MALAYALAM(8),
    ORIYA(9),
    PUNJABI(10),
    TAMIL(11),
    TELUGU(12),
    URDU(13);

    private static final NationalLanguage[] BY_ID = values();

    private final int id;

    NationalLanguage(int id) {
        this.id = id;
    }

    /// The identifier on the wire, 0 to 13.
    public int id() {
        return id;
    }

    /// Whether there is a locking shift table besides the default one.
    public boolean locks() {
        return this != DEFAULT && this != SPANISH;
    }

    /// The language of an identifier. A reserved one gives [#DEFAULT], as 6.2.1.2.3 and 6.2.1.2.2 ask of a receiver.
    public static NationalLanguage of(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : DEFAULT;
    }
}
