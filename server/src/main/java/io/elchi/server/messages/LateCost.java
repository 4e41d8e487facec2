package io.elchi.server.messages;

import io.elchi.server.core.MessageId;

/// What an operator gets for a submit_sm that it took after the message had its call detail record.
public record LateCost(MessageId messageId, long operatorId, long micros, String currency) {}
