package io.elchi.server.gatewayapi;

import io.elchi.server.core.Refusal;
import io.elchi.server.http.HotAnswer;
import io.elchi.server.http.HotHandler;
import io.elchi.server.http.HotRequest;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import java.util.List;

/// `POST /v1/sms/send`: one message, 202 or a problem.
final class SendHandler implements HotHandler, SendDoor.Form {
    private final SendDoor door;

    SendHandler(SendDoor door) {
        this.door = door;
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
    public HotAnswer handle(HotRequest request) throws InterruptedException {
        return door.handle(request, this);
    }

    @Override
    public HotAnswer refusal(HotRequest request, int coming) {
        return door.refusal(request, this, coming);
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
            case SendResult.Accepted accepted -> SendAnswers.accepted(accepted.message());
            case SendResult.Refused refused -> throw refused.refusal().exception();
        };
    }

    @Override
    public Refusal wholly(List<SendResult> results) {
        return results.getFirst() instanceof SendResult.Refused(Refusal refusal) ? refusal : null;
    }
}
