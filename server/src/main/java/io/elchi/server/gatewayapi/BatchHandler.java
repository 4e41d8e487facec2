package io.elchi.server.gatewayapi;

import io.elchi.server.core.Refusal;
import io.elchi.server.http.HotAnswer;
import io.elchi.server.http.HotHandler;
import io.elchi.server.http.HotRequest;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.List;

/// `POST /v1/sms/batch`: up to 1,000 messages, 200 with an answer for each.
final class BatchHandler implements HotHandler, SendDoor.Form {
    private final SendDoor door;

    BatchHandler(SendDoor door) {
        this.door = door;
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
    public HotAnswer handle(HotRequest request) throws InterruptedException {
        return door.handle(request, this);
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
        return SendAnswers.batch(results);
    }

    @Override
    public Refusal wholly(List<SendResult> results) {
        return null;
    }
}
