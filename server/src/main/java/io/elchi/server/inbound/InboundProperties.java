package io.elchi.server.inbound;

import io.elchi.server.config.Setting;
import java.time.Duration;
import java.util.List;

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
                value = "operators, by id, that give each deliver_sm an id of its own (`receipted_message_id`): the"
                        + " same with the same id is taken for a resend for a day. Not for operators that repeat ids:"
                        + " messages would be lost",
                is = "",
                min = 1)
        List<Long> uniqueIdOperators,

        @Setting(
                value = "time that a message waits for its missing parts, from the first one; then it is `incomplete`",
                is = "1h",
                min = 1_000,
                max = 86_400_000)
        Duration joinTimeout,

        @Setting(
                value = "automatic answers that a handset gets from an account within a day; further ones are not sent",
                is = "10",
                min = 0,
                max = 1_000)
        int repliesPerDay,

        @Setting(
                value = "automatic answers that an account sends within a day, to all handsets; further ones are not"
                        + " sent",
                is = "1000",
                min = 0,
                max = 1_000_000)
        int repliesPerAccountAndDay,

        @Setting(
                value = "how often a handset may send the same text to an account within a day and get an automatic"
                        + " answer: two machines that answer each other stop",
                is = "3",
                min = 0,
                max = 1_000)
        int repliesToSameText) {
    /// Ids of operators begin again some day.
    private static final Duration ID_WINDOW = Duration.ofDays(1);

    /// How long a deliver_sm is known again. It is no longer for a part: a handset that uses its reference again
    /// may repeat one part of the message before, and a part that is lost costs the message, while a resend that
    /// comes late costs no more than a row that stays incomplete.
    Duration window(long operatorId, boolean hasId) {
        boolean isNever = resendWindow.isZero();
        return !isNever && hasId && uniqueIdOperators.contains(operatorId) ? ID_WINDOW : resendWindow;
    }
}
