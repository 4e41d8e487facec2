package io.elchi.server.events;

import java.util.Arrays;
import java.util.List;

/// The catalogue of event types. `api/events` has the schema of each type's data.
public enum EventType {
    /// The message was accepted and stored.
    MESSAGE_ACCEPTED("message.accepted"),
    /// Operators took all parts of the message.
    MESSAGE_SUBMITTED("message.submitted"),
    /// An operator sent an intermediate receipt about a part.
    MESSAGE_INTERMEDIATE("message.intermediate"),
    MESSAGE_DELIVERED("message.delivered"),
    MESSAGE_UNDELIVERED("message.undelivered"),
    MESSAGE_EXPIRED("message.expired"),
    MESSAGE_REJECTED("message.rejected"),
    MESSAGE_UNKNOWN("message.unknown");

    /// The names of all types.
    public static final List<String> ALL =
            Arrays.stream(values()).map(EventType::text).toList();

    /// The types that a subscriber without a filter gets: the final states.
    public static final List<String> FINAL = Arrays.stream(values())
            .filter(type -> type.compareTo(MESSAGE_DELIVERED) >= 0)
            .map(EventType::text)
            .toList();

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
