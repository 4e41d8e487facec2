package io.elchi.server.intake;

import java.time.Duration;
import java.util.function.IntSupplier;

/// Accepting costs less than sending and settling; where both share a machine, intake would take what the message
/// path needs. So the more messages wait to be sent, the longer the door rests after a commit, until it takes no
/// more than leaves by the other end, or a modest rate when it is an operator who is slow.
///
/// @param unsent messages that wait to be sent
record BacklogThrottle(IntSupplier unsent) {
    /// Nobody rests for so many.
    static final int FREE = 4_096;
    private static final int A_MILLI = 100;
    private static final Duration LONGEST = Duration.ofMillis(250);

    /// How long to rest now.
    Duration rest() {
        int over = unsent.getAsInt() - FREE;
        if (over <= 0) {
            return Duration.ZERO;
        }
        Duration rest = Duration.ofMillis(over / A_MILLI);
        return rest.compareTo(LONGEST) < 0 ? rest : LONGEST;
    }
}
