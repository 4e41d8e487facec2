package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.time.Instant;
import java.util.List;

/// All that is known of a message.
///
/// @param endedAt when the state became final; null when it is not
/// @param priceMicros what was charged so far
/// @param partsCharged parts that were charged so far
/// @param events what happened, in order
public record MessageView(
        Message message,
        MessageState state,
        Instant submittedAt,
        Instant deliveredAt,
        Instant endedAt,
        String smscStatus,
        String errorCode,
        long priceMicros,
        int partsCharged,
        List<Event> events) {
    /// One part of the message on its link.
    ///
    /// @param part from 1
    /// @param operatorMessageId the operator's id for it; null when it gave none
    public record PartState(int part, MessageState state, String operatorMessageId) {}

    /// Its parts as the events tell; none while their number is unknown.
    public List<PartState> partStates() {
        return MessageProgress.restored(message, events, false).partStates();
    }

    /// The timeline: what happened, with the money that moved.
    public List<TimelineEntry> steps() {
        return TimelineEntry.of(this);
    }

    /// The same for a list.
    public MessageView withoutEvents() {
        return new MessageView(
                message,
                state,
                submittedAt,
                deliveredAt,
                endedAt,
                smscStatus,
                errorCode,
                priceMicros,
                partsCharged,
                List.of());
    }
}
