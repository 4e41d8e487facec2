package io.elchi.smstext.time;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/// The form of validity_period on a link: some SMSCs accept one form only, some refuse a message that has any.
public enum ValidityForm {
    /// Left empty; the gateway minds the expiry itself.
    UNSET,
    /// So long from the SMSC's now, which needs no agreement about clocks.
    RELATIVE,
    /// A moment.
    ABSOLUTE;

    private static final long SECONDS_A_DAY = 86_400;
    private static final long MOST_DAYS = 31;

    /// The field for a message that is to live so long. Parts of a second are rounded up.
    ///
    /// A validity over 31 days has no exact relative form, because months differ: it is written as a time.
    ///
    /// @param clock the offset that a moment is written with
    /// @throws IllegalArgumentException if the message is to live no time at all
    public SmppTime write(Duration validity, Instant now, ZoneOffset clock) {
        if (!validity.isPositive()) {
            throw new IllegalArgumentException("a message cannot be valid for " + validity);
        }
        long seconds = validity.plusNanos(999_999_999).toSeconds();
        long days = seconds / SECONDS_A_DAY;
        return switch (this) {
            case UNSET -> new SmppTime.Unset();
            case RELATIVE ->
                days > MOST_DAYS
                        ? moment(seconds, now, clock)
                        : new SmppTime.Relative(
                                0, 0, (int) days, (int) (seconds / 3600 % 24), (int) (seconds / 60 % 60), (int)
                                        (seconds % 60));
            case ABSOLUTE -> moment(seconds, now, clock);
        };
    }

    private static SmppTime moment(long seconds, Instant now, ZoneOffset clock) {
        return SmppTime.Absolute.of(now.plusSeconds(seconds), clock);
    }
}
