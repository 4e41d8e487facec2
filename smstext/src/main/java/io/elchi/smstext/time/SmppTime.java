package io.elchi.smstext.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The value of schedule_delivery_time, validity_period, final_date and their like (SMPP 3.4, 7.1.1).
///
/// Reading is lenient where peers are, each case with its reason at its record; writing follows the specification.
public sealed interface SmppTime {

    /// The field as it is written, without its NUL.
    String text();

    /// The moment meant; empty for [Unset] and [Malformed].
    ///
    /// @param now what [Relative] counts from
    /// @param clock the offset of the SMSC's clock, for [Local] and for the months and years of [Relative]
    Optional<Instant> at(Instant now, ZoneOffset clock);

    /// An empty field: at once, or the SMSC's own validity period.
    record Unset() implements SmppTime {
        @Override
        public String text() {
            return "";
        }

        @Override
        public Optional<Instant> at(Instant now, ZoneOffset clock) {
            return Optional.empty();
        }
    }

    /// `YYMMDDhhmmsstnnp` with `p` of `+` or `-`: tenths of a second, and the offset from UTC in quarter hours.
    ///
    /// The specification ends `nn` at 48, twelve hours. The fourteen hours of the Line Islands are read as well. An
    /// offset beyond twelve hours, or one that is no quarter hour, becomes UTC.
    ///
    /// @param time to the tenth of a second, the rest is cut
    record Absolute(OffsetDateTime time) implements SmppTime {
        private static final int SECONDS_A_QUARTER = 900;
        private static final int MOST_QUARTERS_READ = 56;
        private static final int MOST_QUARTERS_WRITTEN = 48;
        private static final int NANOS_A_TENTH = 100_000_000;
        private static final int LENGTH = 16;
        private static final int TENTHS_AT = 12;

        /// @throws IllegalArgumentException if two digits cannot say the year: see [DateDigits]
        public Absolute {
            time = sayable(time);
            if (!DateDigits.inCentury(time.getYear())) {
                throw new IllegalArgumentException("no two digits say the year of " + time);
            }
        }

        /// A moment on a clock with this offset.
        ///
        /// @throws IllegalArgumentException if two digits cannot say the year
        public static Absolute of(Instant instant, ZoneOffset offset) {
            return new Absolute(instant.atOffset(offset));
        }

        private static OffsetDateTime sayable(OffsetDateTime time) {
            int seconds = Math.abs(time.getOffset().getTotalSeconds());
            boolean odd = seconds % SECONDS_A_QUARTER != 0 || seconds > MOST_QUARTERS_WRITTEN * SECONDS_A_QUARTER;
            OffsetDateTime moved = odd ? time.withOffsetSameInstant(ZoneOffset.UTC) : time;
            return moved.withNano(moved.getNano() / NANOS_A_TENTH * NANOS_A_TENTH);
        }

        private static SmppTime read(String text, int sign) {
            int quarters = DateDigits.pair(text, TENTHS_AT + 1);
            if (quarters > MOST_QUARTERS_READ) {
                return new Malformed(text, TimeDefect.NO_SUCH_OFFSET);
            }
            long seconds = DateDigits.shortYear(text, 0);
            if (seconds == DateDigits.NONE) {
                return new Malformed(text, TimeDefect.NO_SUCH_DATE);
            }
            int nanos = (text.charAt(TENTHS_AT) - '0') * NANOS_A_TENTH;
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(sign * quarters * SECONDS_A_QUARTER);
            OffsetDateTime time = sayable(
                    LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC).atOffset(offset));
            return DateDigits.inCentury(time.getYear())
                    ? new Absolute(time)
                    : new Malformed(text, TimeDefect.NO_SUCH_DATE);
        }

        @Override
        public String text() {
            int seconds = time.getOffset().getTotalSeconds();
            StringBuilder text = new StringBuilder(LENGTH);
            DateDigits.append(text, time.toLocalDateTime(), DateLayout.SECONDS);
            text.append(time.getNano() / NANOS_A_TENTH);
            DateDigits.appendPair(text, Math.abs(seconds) / SECONDS_A_QUARTER);
            return text.append(seconds < 0 ? '-' : '+').toString();
        }

        @Override
        public Optional<Instant> at(Instant now, ZoneOffset clock) {
            return Optional.of(time.toInstant());
        }
    }

    /// `YYMMDDhhmmss` on the SMSC's own clock: what 7.1.1 has an SMSC write in its responses. It says nothing about
    /// that clock; the caller knows its offset or assumes one.
    record Local(LocalDateTime time) implements SmppTime {
        private static final int LENGTH = 12;

        /// @throws IllegalArgumentException if two digits cannot say the year
        public Local {
            time = time.truncatedTo(ChronoUnit.SECONDS);
            if (!DateDigits.inCentury(time.getYear())) {
                throw new IllegalArgumentException("no two digits say the year of " + time);
            }
        }

        private static SmppTime read(String text) {
            long seconds = DateDigits.shortYear(text, 0);
            return seconds == DateDigits.NONE
                    ? new Malformed(text, TimeDefect.NO_SUCH_DATE)
                    : new Local(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder(LENGTH);
            DateDigits.append(text, time, DateLayout.SECONDS);
            return text.toString();
        }

        @Override
        public Optional<Instant> at(Instant now, ZoneOffset clock) {
            return Optional.of(time.toInstant(clock));
        }
    }

    /// `YYMMDDhhmmss000R`: so long from the SMSC's now. Tenths and offset mean nothing and are not kept (7.1.1.2).
    ///
    /// The specification bounds each number as in a date. Any two digits are read: gateways' manuals let days run
    /// to 99 (Ozeki), and smpp.pdu refused messages over months and days of 00 until it stopped reading them as a
    /// date (mozes/smpp.pdu#15).
    ///
    /// @param years each number is 0 to 99
    record Relative(int years, int months, int days, int hours, int minutes, int seconds) implements SmppTime {

        /// @throws IllegalArgumentException if a number is out of range
        public Relative {
            for (int number : new int[] {years, months, days, hours, minutes, seconds}) {
                if (number < 0 || number > 99) {
                    throw new IllegalArgumentException("a relative time has numbers of two digits, not " + number);
                }
            }
        }

        private static Relative read(String text) {
            return new Relative(
                    DateDigits.pair(text, 0),
                    DateDigits.pair(text, 2),
                    DateDigits.pair(text, 4),
                    DateDigits.pair(text, 6),
                    DateDigits.pair(text, 8),
                    DateDigits.pair(text, 10));
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder(Absolute.LENGTH);
            for (int number : new int[] {years, months, days, hours, minutes, seconds}) {
                DateDigits.appendPair(text, number);
            }
            return text.append("000R").toString();
        }

        @Override
        public Optional<Instant> at(Instant now, ZoneOffset clock) {
            return Optional.of(now.atOffset(clock)
                    .plusYears(years)
                    .plusMonths(months)
                    .plusDays(days)
                    .plusHours(hours)
                    .plusMinutes(minutes)
                    .plusSeconds(seconds)
                    .toInstant());
        }
    }

    /// What is no time; ESME_RINVSCHED or ESME_RINVEXPIRY is the answer that fits.
    ///
    /// @param text as it came
    record Malformed(String text, TimeDefect defect) implements SmppTime {
        @Override
        public Optional<Instant> at(Instant now, ZoneOffset clock) {
            return Optional.empty();
        }
    }

    /// Reads a field, without its NUL.
    static SmppTime parse(String text) {
        int length = text.length();
        if (length == 0) {
            return new Unset();
        }
        if (length != Absolute.LENGTH && length != Local.LENGTH) {
            return new Malformed(text, TimeDefect.LENGTH);
        }
        for (int i = 0; i < Math.min(length, Absolute.LENGTH - 1); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return new Malformed(text, TimeDefect.NOT_A_DIGIT);
            }
        }
        if (length == Local.LENGTH) {
            return Local.read(text);
        }
        return switch (text.charAt(Absolute.LENGTH - 1)) {
            case 'R' -> Relative.read(text);
            case '+' -> Absolute.read(text, 1);
            case '-' -> Absolute.read(text, -1);
            default -> new Malformed(text, TimeDefect.NO_SUCH_DIRECTION);
        };
    }
}
