package io.elchi.server.gatewayapi;

import io.elchi.server.core.Refusal;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.List;

/// One message, 202 or a problem.
final class SingleCodec implements SendCodec {
    @Override
    public String name() {
        return "send";
    }

    @Override
    public List<SendRequest> read(byte[] body, SendReferences references) {
        return List.of(SendJson.send(body, references));
    }

    @Override
    public int status() {
        return 202;
    }

    @Override
    public String write(List<SendResult> results) {
        return switch (results.getFirst()) {
            case SendResult.Accepted accepted -> SendResponses.accepted(accepted);
            case SendResult.Refused refused -> throw refused.refusal().exception();
        };
    }

    @Override
    public Refusal refusal(List<SendResult> results) {
        return results.getFirst() instanceof SendResult.Refused(Refusal refusal) ? refusal : null;
    }
}
