package io.elchi.server.intake;

import java.util.List;

/// Asks to store the answer with the messages, under a client's Idempotency-Key.
///
/// @param bodyHash of the request
/// @param answer makes the answer of the results; called in the transaction, once
public record IdempotencyRecord(String key, byte[] bodyHash, AnswerWriter answer) {
    @FunctionalInterface
    public interface AnswerWriter {
        String of(List<SendResult> results);
    }
}
