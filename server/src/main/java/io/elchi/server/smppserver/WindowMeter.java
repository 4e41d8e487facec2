package io.elchi.server.smppserver;

import java.util.ArrayDeque;

/// How full a window was, over the last seconds: of requests that wait for an answer, in one direction of a session.
/// It costs a clock reading for each request and each answer, and no memory.
///
/// The mean response time follows from the sum of waiting over time, divided by the answers (Little's law): no
/// request needs a time of its own.
final class WindowMeter {
    /// Samples that are taken each second.
    private static final int SAMPLES = 10;

    private static final long NANOS_PER_MICRO = 1_000;
    /// Between two samples, at least.
    private static final long APART_MICROS = 900_000;

    private final ArrayDeque<Sample> samples = new ArrayDeque<>(SAMPLES + 1);
    private int open;
    private int window = Integer.MAX_VALUE;
    private long at = micros();
    private long waited;
    private long full;
    private long answered;
    private long overWindow;
    private long overRate;

    /// Sums since the session was bound.
    ///
    /// @param at microseconds of the clock
    /// @param waited request-microseconds
    /// @param full microseconds during which the window was full
    private record Sample(long at, long waited, long full, long answered, long overWindow, long overRate) {}

    private static long micros() {
        return System.nanoTime() / NANOS_PER_MICRO;
    }

    /// One more waits.
    ///
    /// @param limit of the window now
    synchronized void entered(int limit) {
        pass();
        window = limit;
        open++;
    }

    /// One was refused, since the window was full.
    synchronized void wasOverWindow() {
        overWindow++;
    }

    /// One was refused, since it was beyond the rate.
    synchronized void wasOverRate() {
        overRate++;
    }

    /// So many have their answer.
    synchronized void answered(int many) {
        pass();
        open -= many;
        answered += many;
    }

    /// One is not sent after all.
    synchronized void left() {
        pass();
        open--;
    }

    private void pass() {
        long now = micros();
        long passed = now - at;
        at = now;
        waited += passed * open;
        full += open >= window ? passed : 0;
    }

    /// Of the last ten seconds, when it is called every second. Calls in between make no difference.
    ///
    /// @param limit of the window now
    synchronized WindowUse sample(int limit) {
        pass();
        window = limit;
        Sample now = new Sample(at, waited, full, answered, overWindow, overRate);
        if (samples.isEmpty() || at - samples.getLast().at >= APART_MICROS) {
            samples.addLast(now);
        }
        Sample first = samples.size() > SAMPLES ? samples.removeFirst() : samples.getFirst();
        return new WindowUse(
                limit,
                now.at - first.at,
                now.answered - first.answered,
                now.waited - first.waited,
                now.full - first.full,
                now.overWindow - first.overWindow,
                now.overRate - first.overRate);
    }
}
