package io.elchi.server.gatewayapi;

import io.elchi.server.core.Refusal;
import io.elchi.server.http.FastHandler;
import io.elchi.server.http.FastRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.List;

/// `POST /v1/sms/batch`: up to 1,000 messages, 200 with an answer for each.
final class BatchHandler implements FastHandler, SendEndpoint.Form {
    private final SendEndpoint endpoint;

    BatchHandler(SendEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/v1/sms/batch";
    }

    @Override
    public FastResponse handle(FastRequest request) throws InterruptedException {
        return endpoint.handle(request, this);
    }

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public List<SendRequest> read(byte[] body) {
        return SendJson.batch(body);
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
    public Refusal wholly(List<SendResult> results) {
        return null;
    }
}
