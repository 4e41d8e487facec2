package io.elchi.server.core;

import java.time.Instant;

/// Parses times from outside.
public final class Dates {
    static final Instant FIRST = Instant.EPOCH;
    /// The last one.
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Dates() {}

    /// The time, if it is one that the tables can hold; null for null.
    ///
    /// @param field that has it
    /// @throws RefusedException when it is before 1970 or after 9999
    public static Instant checked(String field, Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field, "must be from 1970 to 9999")
                    .exception();
        }
        return time;
    }
}
