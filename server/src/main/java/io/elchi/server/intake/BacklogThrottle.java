package io.elchi.server.intake;

import java.time.Duration;
import java.util.function.IntSupplier;

/// Accepting a message costs less than sending and settling it. On one machine, intake would take the processor
/// from the rest of the message path. So intake pauses after a commit, in proportion to what waits behind it. Then
/// no more messages are accepted than are sent and settled; if an operator is slow, some 2,000 a second are still
/// accepted.
///
/// @param unsent messages that wait to be sent
/// @param unsettled outcomes that wait to be settled in this process. Receipts stand among them: an operator sends no
/// more of them
///     than its window, so each waits as long as the settling of all that is before it takes
record BacklogThrottle(IntSupplier unsent, IntSupplier unsettled) {
    /// A backlog of this size causes no pause.
    static final int FREE = 4_096;

    /// So many outcomes cause no pause: one commit of settling.
    static final int FREE_UNSETTLED = 512;

    private static final int A_MILLI = 100;
    private static final int UNSETTLED_A_MILLI = 10;
    private static final Duration LONGEST = Duration.ofMillis(250);

    /// The duration of the pause now.
    Duration pause() {
        int millis = Math.max(
                (unsent.getAsInt() - FREE) / A_MILLI, (unsettled.getAsInt() - FREE_UNSETTLED) / UNSETTLED_A_MILLI);
        return millis <= 0 ? Duration.ZERO : Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
    }
}
