package io.elchi.server.inbound;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Messages from handsets.
public record InboundProperties(
        @Setting(
                value = "time within which the same message from the same handset is taken for one that the operator"
                        + " sends again: it is stored once. 0: never. A handset that sends the same text twice within"
                        + " this time is stored once, too, unless the operator gives ids",
                is = "5m",
                min = 0,
                max = 86_400_000)
        Duration resendWindow,

        @Setting(
                value = "time that a message waits for its missing parts, from the first one; then it is `incomplete`",
                is = "1h",
                min = 1_000,
                max = 86_400_000)
        Duration joinTimeout) {
    /// Ids of operators begin again some day.
    private static final Duration ID_WINDOW = Duration.ofDays(1);

    /// How long a deliver_sm is known again.
    Duration window(PartPlace place, boolean hasId) {
        if (resendWindow.isZero()) {
            return Duration.ZERO;
        }
        if (hasId) {
            return longer(resendWindow, ID_WINDOW);
        }
        // A part of a message that is complete would begin another message, which never becomes complete.
        return place.isWhole() ? resendWindow : longer(resendWindow, joinTimeout);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
