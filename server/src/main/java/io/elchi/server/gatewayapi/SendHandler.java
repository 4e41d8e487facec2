package io.elchi.server.gatewayapi;

import io.elchi.server.core.Refusal;
import io.elchi.server.http.FastHandler;
import io.elchi.server.http.FastRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.List;

/// `POST /v1/sms/send`: one message, 202 or a problem.
final class SendHandler implements FastHandler, SendEndpoint.Form {
    private final SendEndpoint endpoint;

    SendHandler(SendEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/v1/sms/send";
    }

    @Override
    public FastResponse handle(FastRequest request) throws InterruptedException {
        return endpoint.handle(request, this);
    }

    @Override
    public FastResponse refusal(FastRequest request, int coming) {
        return endpoint.refusal(request, this, coming);
    }

    @Override
    public String name() {
        return "send";
    }

    @Override
    public List<SendRequest> read(byte[] body) {
        return List.of(SendJson.send(body));
    }

    @Override
    public int status() {
        return 202;
    }

    @Override
    public String write(List<SendResult> results) {
        return switch (results.getFirst()) {
            case SendResult.Accepted accepted -> SendResponses.accepted(accepted.message());
            case SendResult.Refused refused -> throw refused.refusal().exception();
        };
    }

    @Override
    public Refusal wholly(List<SendResult> results) {
        return results.getFirst() instanceof SendResult.Refused(Refusal refusal) ? refusal : null;
    }
}
