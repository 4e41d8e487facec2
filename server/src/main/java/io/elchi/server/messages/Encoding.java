package io.elchi.server.messages;

/// How the text is counted and, where the operator's link allows, sent.
public enum Encoding {
    /// GSM 03.38: 160 septets, 153 in each of several parts.
    GSM7,
    /// UTF-16: 70 units, 67 in each of several parts.
    UCS2;

    private static final Encoding[] ALL = values();

    /// By the number that the database has.
    public static Encoding at(int ordinal) {
        return ALL[ordinal];
    }

    /// As the interfaces spell it.
    public String text() {
        return this == GSM7 ? "gsm7" : "ucs2";
    }
}
