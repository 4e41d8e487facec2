package io.elchi.server.intake;

import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Message;

/// The result of a send request.
public sealed interface SendResult {
    /// It is stored and paid for.
    ///
    /// @param hint how its text is written
    record Accepted(Message message, TextHint hint) implements SendResult {}

    /// It is not, and costs nothing.
    record Refused(Refusal refusal) implements SendResult {}
}
