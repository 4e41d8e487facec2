package io.elchi.server.intake;

import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Message;

/// The result of a send request.
public sealed interface SendResult {
    /// It is stored and paid for.
    record Accepted(Message message) implements SendResult {}

    /// It is not, and costs nothing.
    record Refused(Refusal refusal) implements SendResult {}
}
