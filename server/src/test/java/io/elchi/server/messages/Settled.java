package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.time.Instant;

/// A final state that subscribers are told.
public record Settled(Message message, MessageState state, Cdr cdr, Instant at) {}
