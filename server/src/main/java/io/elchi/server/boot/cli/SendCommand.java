package io.elchi.server.boot.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi send TO TEXT`
@Command(name = "send", description = "Sends a message.", mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Parameters(index = "0", paramLabel = "TO", description = "the number, with its country code")
    private String to;

    @Parameters(index = "1", paramLabel = "TEXT", description = "text of the message")
    private String text;

    @Option(names = "--from", paramLabel = "SENDER", description = "sender id; default: the demo's")
    private String from;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "otp, transactional (default), service or promotional")
    private String messageClass;

    @Option(names = "--validity", paramLabel = "SECONDS", description = "how long it may be tried")
    private Integer validity;

    @Option(names = "--reference", paramLabel = "TEXT", description = "your own name for it")
    private String reference;

    @Option(names = "--wait", description = "wait until it is final; exit code 1 unless it is delivered")
    private boolean wait;

    @Override
    public Integer call() {
        String sender = from != null ? from : access.sender();
        if (sender == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--from=SENDER'");
        }
        ObjectNode body = Client.object().put("to", to).put("from", sender).put("text", text);
        Group.set(body, "class", messageClass);
        Group.set(body, "validity_seconds", validity);
        Group.set(body, "reference", reference);
        Client client = access.client();
        JsonNode accepted = client.post("/v1/sms/send", body);
        String id = accepted.get("id").stringValue();
        Output output = new Output(spec.commandLine(), access.json());
        if (!wait) {
            int parts = accepted.get("parts").intValue();
            output.line(
                    accepted,
                    "accepted: " + parts + (parts == 1 ? " part" : " parts") + " for "
                            + Output.text(accepted.get("max_price")) + "\n./elchi message " + id
                            + " shows what becomes of it");
            return 0;
        }
        JsonNode message = client.get("/v1/sms/" + id);
        while (!message.has("final_at")) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            message = client.get("/v1/sms/" + id);
        }
        MessageCommand.print(output, message);
        return message.get("state").stringValue().equals("delivered") ? 0 : 1;
    }
}
