package io.elchi.server.events;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    /// The message was taken back before it was sent.
    MESSAGE_CANCELED("message.canceled"),
    /// A message from a handset to a number of the account is complete.
    INBOUND_RECEIVED("inbound.received"),
    /// A handset wants no more service and promotional messages of the account.
    RECIPIENT_OPTED_OUT("recipient.opted_out"),
    /// A handset that had opted out wants them again.
    RECIPIENT_OPTED_IN("recipient.opted_in"),
    /// Less than the account's threshold is available.
    BALANCE_LOW("balance.low"),
    /// A link has a bound session again. This one and the next three are for the platform's account.
    LINK_UP("link.up"),
    /// A link has no bound session.
    LINK_DOWN("link.down"),
    /// A link of the operator is up again.
    OPERATOR_UP("operator.up"),
    /// All links of the operator are down.
    OPERATOR_DOWN("operator.down"),
    /// A key of the account was made.
    KEY_CREATED("key.created"),
    /// A key of the account was revoked.
    KEY_REVOKED("key.revoked"),
    /// An address keeps on sending keys that are not valid; for the platform's account.
    KEY_REFUSED("key.refused"),
    /// The account may use a sender id.
    SENDER_APPROVED("sender.approved"),
    /// A price of the account's own begins or ends.
    PRICE_CHANGED("price.changed");

    /// The names of all types.
    public static final List<String> ALL =
            Arrays.stream(values()).map(EventType::text).toList();

    /// The types that a subscriber without a filter gets: the final states.
    public static final List<String> FINAL =
            finals().stream().map(EventType::text).toList();

    private static final Map<String, EventType> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::text, type -> type));

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    /// The final states of a message.
    static Set<EventType> finals() {
        return EnumSet.range(MESSAGE_DELIVERED, MESSAGE_CANCELED);
    }

    public static Optional<EventType> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    public String text() {
        return text;
    }
}
