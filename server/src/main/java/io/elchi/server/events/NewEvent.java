package io.elchi.server.events;

import io.elchi.server.core.MessageId;
import java.time.Instant;

/// An event that is to be written.
///
/// @param messageId the message that it is about; null: it is about none
/// @param data a JSON object
/// @param endpointId the one endpoint that gets it besides those that want its type; 0: none; negative: the SMPP
///     login
///     with the opposite id
public record NewEvent(long accountId, EventType type, MessageId messageId, Instant at, String data, long endpointId) {
    /// One for those that want its type.
    public NewEvent(long accountId, EventType type, MessageId messageId, Instant at, String data) {
        this(accountId, type, messageId, at, data, 0);
    }
}
