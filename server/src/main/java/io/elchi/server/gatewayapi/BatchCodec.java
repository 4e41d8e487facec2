package io.elchi.server.gatewayapi;

import io.elchi.server.core.Refusal;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.List;

/// Up to 1,000 messages, 200 with an answer for each.
final class BatchCodec implements SendCodec {
    @Override
    public String name() {
        return "batch";
    }

    @Override
    public List<SendRequest> read(byte[] body, SendReferences references) {
        return SendJson.batch(body, references);
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public String write(List<SendResult> results) {
        return SendResponses.batch(results);
    }

    @Override
    public Refusal refusal(List<SendResult> results) {
        return null;
    }
}
