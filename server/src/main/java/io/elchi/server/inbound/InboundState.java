package io.elchi.server.inbound;

import java.util.Locale;

/// The state of a message from a handset. The numbers are those of the table.
public enum InboundState {
    /// It misses parts that may come.
    WAITING,
    /// All its parts are there.
    COMPLETE,
    /// Parts were missing when the time to wait for them was over.
    INCOMPLETE,
    /// All its parts are there, and a rule rejected it.
    REJECTED;

    private static final InboundState[] ALL = values();

    public static InboundState of(int number) {
        return ALL[number];
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    int number() {
        return ordinal();
    }
}
