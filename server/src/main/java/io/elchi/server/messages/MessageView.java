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
    /// The timeline: what happened, with the money that moved.
    public List<TimelineEntry> steps() {
        return TimelineEntry.of(this);
    }
}
