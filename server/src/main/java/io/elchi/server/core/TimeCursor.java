package io.elchi.server.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A place in a list by time, newest first: what follows is earlier, or of the same time with a lower id.
public record TimeCursor(Instant at, String id) {
    private static final long MICROS = 1_000_000;

    /// @param first the id where a list begins that has no cursor
    /// @throws RefusedException when it is no cursor
    public static TimeCursor of(String cursor, String first) {
        if (cursor == null) {
            return new TimeCursor(Dates.LAST, first);
        }
        int dot = cursor.indexOf('.');
        try {
            long micros = Long.parseLong(cursor.substring(0, Math.max(0, dot)));
            Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            // The tables cannot hold every time that an Instant can.
            if (at.isBefore(Dates.FIRST) || at.isAfter(Dates.LAST)) {
                throw Page.noCursor();
            }
            return new TimeCursor(at, cursor.substring(dot + 1));
        } catch (NumberFormatException ignored) {
            throw Page.noCursor();
        }
    }

    @Override
    public String toString() {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), MICROS), at.getNano() / 1_000) + "." + id;
    }
}
