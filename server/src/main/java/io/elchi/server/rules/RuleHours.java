package io.elchi.server.rules;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A window of days and hours, as clocks show them in a time zone.
///
/// @param days on which it begins; empty: each day
/// @param from the first minute
/// @param to the minute after the last one; when it is not after `from`, the window ends on the day after
public record RuleHours(List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    public RuleHours {
        days = List.copyOf(days);
    }

    /// Whether the window is open.
    boolean holds(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        LocalTime time = local.toLocalTime();
        DayOfWeek today = local.getDayOfWeek();
        if (from.isBefore(to)) {
            return begins(today) && !time.isBefore(from) && time.isBefore(to);
        }
        return begins(today) && !time.isBefore(from) || begins(today.minus(1)) && time.isBefore(to);
    }

    private boolean begins(DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }

    /// Whether it is open all the time.
    boolean isAlways() {
        Set<DayOfWeek> named = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days);
        return named.size() == DayOfWeek.values().length && from.equals(to);
    }
}
