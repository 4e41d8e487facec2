package io.elchi.server.intake;

import java.time.Duration;
import java.util.function.IntSupplier;

/// Accepting a message costs less than sending and settling it. On one machine, intake would take the processor
/// from the rest of the message path. So intake pauses after a commit, in proportion to the unsent backlog. Then
/// no more messages are accepted than are sent; if an operator is slow, some 2,000 a second are still accepted.
///
/// @param unsent messages that wait to be sent
record BacklogThrottle(IntSupplier unsent) {
    /// A backlog of this size causes no pause.
    static final int FREE = 4_096;
    private static final int A_MILLI = 100;
    private static final Duration LONGEST = Duration.ofMillis(250);

    /// The duration of the pause now.
    Duration pause() {
        int over = unsent.getAsInt() - FREE;
        if (over <= 0) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofMillis(over / A_MILLI);
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
