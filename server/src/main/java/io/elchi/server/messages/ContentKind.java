package io.elchi.server.messages;

import io.elchi.server.core.UnknownNumberException;
import java.util.Locale;

/// The kinds of content. The numbers are in the table: they are never used for something else.
public enum ContentKind {
    TEXT(0),
    BINARY(1),
    PARTS(2);

    private final int number;
    private final String text = name().toLowerCase(Locale.ROOT);

    ContentKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// As the interfaces spell it.
    public String text() {
        return text;
    }

    /// By the number that the database has.
    ///
    /// @throws UnknownNumberException if no kind has the number
    public static ContentKind at(int number) {
        return switch (number) {
            case 0 -> TEXT;
            case 1 -> BINARY;
            case 2 -> PARTS;
            default -> throw new UnknownNumberException("no kind of content has the number " + number);
        };
    }
}
