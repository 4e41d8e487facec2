package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.time.Instant;

/// A message's state has changed and is stored: what webhooks and clients are told.
public record Settled(Message message, MessageState state, Cdr cdr, Instant at) {}
