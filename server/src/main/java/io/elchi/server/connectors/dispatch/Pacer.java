package io.elchi.server.connectors.dispatch;

import io.elchi.server.core.Clock;
import java.time.Duration;

/// The pace of one link. Lets through so many parts a second, evenly: at most a twentieth of a second's worth at
/// once. Also backOffs, while an operator says that it has too much. Thread-safe.
public final class Pacer {
    private static final int BURSTS_A_SECOND = 20;
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final int DOUBLINGS = 5;
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private final Clock clock;
    private final int perSecond;
    private final long burst;
    private final Duration firstBackOff;
    private long tokens;
    private long refilledNanos;
    private long backOffUntilNanos;
    private int backOffs;

    /// @param perSecond 0: no limit
    /// @param firstBackOff after the first refusal; it doubles while they go on
    public Pacer(Clock clock, int perSecond, Duration firstBackOff) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.firstBackOff = firstBackOff;
        burst = Math.max(1, perSecond / BURSTS_A_SECOND);
        tokens = burst;
        refilledNanos = clock.nanos();
        backOffUntilNanos = refilledNanos;
    }

    /// Whether it lets nothing through because the operator said that it has too much.
    public synchronized boolean isThrottled() {
        return backOffUntilNanos - clock.nanos() > 0;
    }

    /// The number of parts that may be sent now.
    public synchronized int permits() {
        long now = clock.nanos();
        if (backOffUntilNanos - now > 0) {
            return 0;
        }
        if (perSecond == 0) {
            return Integer.MAX_VALUE;
        }
        refill(now);
        return (int) tokens;
    }

    private void refill(long now) {
        long due = (now - refilledNanos) * perSecond / NANOS_A_SECOND;
        if (due > 0) {
            tokens = Math.min(burst, tokens + due);
            // What is not a whole part yet stays due.
            refilledNanos = tokens == burst ? now : refilledNanos + due * NANOS_A_SECOND / perSecond;
        }
    }

    /// One part goes.
    public synchronized void take() {
        if (perSecond > 0) {
            tokens--;
        }
    }

    /// When something may go again; zero when it may now.
    public synchronized Duration untilPermits() {
        long now = clock.nanos();
        if (backOffUntilNanos - now > 0) {
            return Duration.ofNanos(backOffUntilNanos - now);
        }
        if (permits() > 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(NANOS_A_SECOND / perSecond);
    }

    /// The operator has too much: nothing goes for a while, longer each time until it takes something again.
    ///
    /// @return how long
    public synchronized Duration backOff() {
        long now = clock.nanos();
        if (backOffUntilNanos - now > 0) {
            // One refusal for each part in progress is still one reason to pause.
            return Duration.ofNanos(backOffUntilNanos - now);
        }
        Duration pause = firstBackOff.multipliedBy(1L << Math.min(backOffs, DOUBLINGS));
        backOffs++;
        backOffUntilNanos = now + pause.toNanos();
        return pause;
    }

    /// The same, for as long as the operator says, if that is longer and at most an hour.
    ///
    /// @param asked null: it does not say
    public synchronized Duration backOff(Duration asked) {
        Duration pause = backOff();
        if (asked == null || asked.compareTo(pause) <= 0) {
            return pause;
        }
        Duration wanted = asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
        backOffUntilNanos = clock.nanos() + wanted.toNanos();
        return wanted;
    }

    /// The operator took something.
    public synchronized void taken() {
        backOffs = 0;
    }
}
