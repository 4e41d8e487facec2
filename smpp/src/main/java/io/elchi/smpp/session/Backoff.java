package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The delay before the next try: growing by a factor up to a limit, with jitter, so that a thousand clients of a
/// restarted message centre do not connect at once. The jitter lengthens a delay, never beyond its limit.
///
/// @param first before the first retry
/// @param max the longest delay after a connection that was cut or could not be opened
/// @param factor from one to the next, at least 1
/// @param jitter share of each delay that is added at random, 0 to 1
/// @param afterRefusal at least this after the message centre refused the bind: it may be over in a moment, as
///     with ESME_RALYBND, while it still holds the session that was cut
/// @param maxAfterRefusal the longest after a refusal
/// @param afterWrongCredentials at least this after ESME_RINVPASWD and ESME_RINVSYSID: a password does not become
///     right by asking often, and message centres lock those out who do
public record Backoff(
        Duration first,
        Duration max,
        double factor,
        double jitter,
        Duration afterRefusal,
        Duration maxAfterRefusal,
        Duration afterWrongCredentials) {
    public static final Backoff DEFAULT = new Backoff(
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            2,
            0.3,
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    private static final int NOT_REFUSED = 0;

    public Backoff {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be positive and max not below it");
        }
        if (maxAfterRefusal.compareTo(afterRefusal) < 0 || maxAfterRefusal.compareTo(afterWrongCredentials) < 0) {
            throw new IllegalArgumentException("maxAfterRefusal must not be below the delays after a refusal");
        }
        if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("factor must be at least 1, jitter 0 to 1");
        }
    }

    /// The delay after `failures` tries in a row that failed, from 1.
    ///
    /// @param status command_status with which the message centre refused the bind; 0: it did not
    Duration delay(int failures, int status, RandomGenerator random) {
        double grown = first.toNanos() * Math.pow(factor, Math.min(failures, 1_000) - 1);
        double limit = (status == NOT_REFUSED ? max : maxAfterRefusal).toNanos();
        double least = Math.min(Math.max(grown, least(status)), limit);
        return Duration.ofNanos((long) Math.min(least * (1 + jitter * random.nextDouble()), limit));
    }

    private double least(int status) {
        if (status == NOT_REFUSED) {
            return 0;
        }
        boolean credentials =
                status == CommandStatus.ESME_RINVPASWD.code() || status == CommandStatus.ESME_RINVSYSID.code();
        return (credentials ? afterWrongCredentials : afterRefusal).toNanos();
    }
}
