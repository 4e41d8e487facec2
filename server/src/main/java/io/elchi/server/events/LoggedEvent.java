package io.elchi.server.events;

import io.elchi.server.core.MessageId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// An event of the log.
///
/// @param id from 1, ascending in the order of writing
/// @param type of [EventType], or one that a later version of the server wrote
/// @param messageId the message that it is about; null: it is about none
/// @param data a JSON object
/// @param endpointId as of [NewEvent]
public record LoggedEvent(
        long id, long accountId, String type, MessageId messageId, Instant at, String data, long endpointId) {
    /// The event as JSON: `id`, `type`, `timestamp`, `data` (Standard Webhooks, "Payload structure").
    ///
    /// @param publicId of [EventLog#publicId]
    public byte[] json(String publicId) {
        return ("{\"id\":\"" + publicId + "\",\"type\":\"" + type + "\",\"timestamp\":\"" + at + "\",\"data\":" + data
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Octets in memory, about.
    int weight() {
        return 2 * data.length() + 200;
    }
}
