package io.elchi.server.events;

import java.util.Arrays;
import java.util.EnumSet;
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
    MESSAGE_UNKNOWN("message.unknown"),
    /// A key of the account was made.
    KEY_CREATED("key.created"),
    /// A key of the account was revoked.
    KEY_REVOKED("key.revoked"),
    /// The account may use a sender id.
    SENDER_APPROVED("sender.approved"),
    /// A price of the account's own begins or ends.
    PRICE_CHANGED("price.changed");

    /// The names of all types.
    public static final List<String> ALL =
            Arrays.stream(values()).map(EventType::text).toList();

    /// The types that a subscriber without a filter gets: the final states.
    public static final List<String> FINAL = EnumSet.range(MESSAGE_DELIVERED, MESSAGE_UNKNOWN).stream()
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
