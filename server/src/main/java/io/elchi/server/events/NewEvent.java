package io.elchi.server.events;

import io.elchi.server.core.MessageId;
import java.time.Instant;

/// An event that is to be written.
///
/// @param messageId the message that it is about; null: it is about none
/// @param data a JSON object
public record NewEvent(long accountId, EventType type, MessageId messageId, Instant at, String data) {}
