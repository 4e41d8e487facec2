package io.elchi.server.gatewayapi;

import io.elchi.server.core.Refusal;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.List;

/// Reads the body of a request to send, and writes its answer.
sealed interface SendCodec permits SingleCodec, BatchCodec {
    /// The last word of the path, and a part of the stored hash of a request: it never changes.
    String name();

    /// @throws io.elchi.server.core.RefusedException if it is no such body, or refers to what is not there
    List<SendRequest> read(byte[] body, SendReferences references);

    /// The status when the results are written.
    int status();

    /// The body, which is also kept under an Idempotency-Key.
    String write(List<SendResult> results);

    /// The refusal that is the whole answer; null when the results are written.
    Refusal refusal(List<SendResult> results);
}
