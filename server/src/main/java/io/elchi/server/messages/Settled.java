package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.time.Instant;

/// A stored final state, for webhooks and clients.
public record Settled(Message message, MessageState state, Cdr cdr, Instant at) {}
