package io.elchi.smstext.time;

import java.time.LocalDate;
import java.time.LocalDateTime;

/// Dates in bare digits, to and from seconds of a clock on the wall: the caller knows which wall.
///
/// **Century.** Two digits of a year are read as POSIX `strptime` reads `%y`, and with it the peers written in C
/// and Python: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068. A date that an SMSC left at the epoch
/// (`7001010000`) thus stays in 1970 instead of becoming 2070.
public final class DateDigits {
    /// The result for digits that are not a date.
    public static final long NONE = Long.MIN_VALUE;

    private static final int PIVOT = 69;
    private static final int SECONDS_A_DAY = 86_400;

    private DateDigits() {}

    /// Seconds from 1970-01-01T00:00 to the date on the same clock, or [#NONE]. The layout follows from the
    /// length: see [DateLayout].
    ///
    /// Twelve digits that are no `YYMMDDhhmmss` may be a `YYYYMMDDhhmm`, which Jasmin writes: 201906190720 has no
    /// 19th month. From 2013 on, no date can be read both ways.
    public static long epochSecond(String text, int from, int to) {
        return switch (to - from) {
            case 10 -> epochSecond(year(text, from), text, from + 2, 0);
            case 12 -> {
                long seconds = shortYear(text, from);
                yield seconds == NONE ? epochSecond(fullYear(text, from), text, from + 4, 0) : seconds;
            }
            case 14 -> epochSecond(fullYear(text, from), text, from + 4, pair(text, from + 12));
            default -> NONE;
        };
    }

    /// As [#epochSecond(String, int, int)], for the twelve digits of `YYMMDDhhmmss` and nothing else.
    static long shortYear(String text, int from) {
        return epochSecond(year(text, from), text, from + 2, pair(text, from + 10));
    }

    /// @param at where `MMDDhhmm` begins
    private static long epochSecond(int year, String text, int at, int second) {
        int month = pair(text, at);
        int day = pair(text, at + 2);
        int hour = pair(text, at + 4);
        int minute = pair(text, at + 6);
        boolean digits = (year | month | day | hour | minute | second) >= 0;
        if (!digits || month < 1 || month > 12 || day < 1 || day > days(year, month)) {
            return NONE;
        }
        if (hour > 23 || minute > 59 || second > 59) {
            return NONE;
        }
        long midnight = LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY;
        return midnight + hour * 3600 + minute * 60 + second;
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static int year(String text, int at) {
        int year = pair(text, at);
        return year < 0 ? -1 : year + (year < PIVOT ? 2000 : 1900);
    }

    private static int fullYear(String text, int at) {
        int high = pair(text, at);
        int low = pair(text, at + 2);
        return (high | low) < 0 ? -1 : high * 100 + low;
    }

    /// The number in two digits, or -1.
    static int pair(String text, int at) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    /// Whether two digits of a year can say this one.
    static boolean inCentury(int year) {
        return year >= 1900 + PIVOT && year < 2000 + PIVOT;
    }

    /// Appends the date; its fraction of a second is dropped, and so is its century where the layout has none.
    public static void append(StringBuilder out, LocalDateTime time, DateLayout layout) {
        if (layout == DateLayout.FULL_YEAR) {
            appendPair(out, time.getYear() / 100);
        }
        appendPair(out, time.getYear() % 100);
        appendPair(out, time.getMonthValue());
        appendPair(out, time.getDayOfMonth());
        appendPair(out, time.getHour());
        appendPair(out, time.getMinute());
        if (layout != DateLayout.MINUTES) {
            appendPair(out, time.getSecond());
        }
    }

    static void appendPair(StringBuilder out, int number) {
        out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
