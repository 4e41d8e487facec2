package io.elchi.server.messages;

import io.elchi.server.core.UnknownNumberException;

/// The encoding by which parts are counted and, if the operator's link allows it, sent.
public enum Encoding {
    /// GSM 03.38: 160 septets, 153 in each of several parts.
    GSM7(0),
    /// UTF-16: 70 units, 67 in each of several parts.
    UCS2(1);

    private final int number;

    Encoding(int number) {
        this.number = number;
    }

    /// As the database has it; never used for something else.
    public int number() {
        return number;
    }

    /// By the number that the database has.
    ///
    /// @throws UnknownNumberException if no encoding has the number
    public static Encoding at(int number) {
        return switch (number) {
            case 0 -> GSM7;
            case 1 -> UCS2;
            default -> throw new UnknownNumberException("no encoding has the number " + number);
        };
    }

    /// As the interfaces spell it.
    public String text() {
        return this == GSM7 ? "gsm7" : "ucs2";
    }
}
