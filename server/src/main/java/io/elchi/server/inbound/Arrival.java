package io.elchi.server.inbound;

import io.elchi.server.core.MessageId;
import io.elchi.server.messages.Outcome;
import java.time.Duration;

/// A deliver_sm on its way into the tables.
///
/// @param id of the message, when it begins one
/// @param key its natural key
/// @param window how long the key is known; zero: it is not kept
record Arrival(MessageId id, Outcome.Received received, PartPlace place, byte[] key, Duration window) {
    static Arrival of(MessageId id, Outcome.Received received, InboundProperties properties) {
        PartPlace place = PartPlace.of(received);
        return new Arrival(
                id,
                received,
                place,
                NaturalKey.of(received, place),
                properties.window(received.operatorId(), received.wire().messageId() != null));
    }

    boolean isKept() {
        return !window.isZero();
    }
}
