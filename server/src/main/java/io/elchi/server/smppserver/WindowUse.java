package io.elchi.server.smppserver;

/// What was measured of one direction of a session over some seconds.
///
/// @param window requests that may be without an answer
/// @param micros how long it was measured
/// @param answered requests that got their answer
/// @param waitedMicros the time that requests waited, all together
/// @param fullMicros the time during which the window was full
/// @param overWindow requests that were answered with ESME_RTHROTTLED because it was full
/// @param overRate those beyond the login's rate
public record WindowUse(
        int window, long micros, long answered, long waitedMicros, long fullMicros, long overWindow, long overRate) {
    private static final double MICROS = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double HALF = 0.5;
    private static final int PERCENT = 100;

    /// Answers a second.
    public double perSecond() {
        return micros == 0 ? 0 : answered * MICROS / micros;
    }

    /// Requests without an answer, in the mean.
    public double inUse() {
        return micros == 0 ? 0 : (double) waitedMicros / micros;
    }

    public int fullPercent() {
        return micros == 0 ? 0 : (int) (PERCENT * fullMicros / micros);
    }

    /// Whether the window was full for most of the time.
    boolean isFull() {
        return micros > 0 && fullMicros >= HALF * micros;
    }

    /// Whether nothing was asked.
    boolean isIdle() {
        return answered == 0 && waitedMicros == 0;
    }

    /// The mean from a request to its answer; null: there was no answer.
    public Double responseMillis() {
        return answered == 0 ? null : waitedMicros / MICROS_PER_MILLI / answered;
    }

    /// What the window allows at this response time; null: there was no answer.
    public Double ceilingPerSecond() {
        return answered == 0 || waitedMicros == 0 ? null : window * MICROS * answered / waitedMicros;
    }
}
