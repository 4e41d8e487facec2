package io.elchi.server.boot.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `elchi resend WEBHOOK EVENT`
@Command(
        name = "resend",
        description =
                "Posts an event to a webhook endpoint again, and waits up to 25 s until the endpoint accepts it. Exit code 1 unless"
                        + " the endpoint accepts it.",
        mixinStandardHelpOptions = true)
final class ResendCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /// The server looks for replays every 2 s, and an attempt takes up to `webhooks.timeout`.
    private static final long WAIT = Duration.ofSeconds(25).toNanos();

    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Parameters(index = "0", paramLabel = "WEBHOOK", description = "id of the endpoint")
    private long webhook;

    @Parameters(index = "1", paramLabel = "EVENT", description = "id of the event: evt_...")
    private String event;

    @Override
    public Integer call() {
        Client client = access.client();
        String path = "/v1/webhooks/" + webhook + "/replays";
        JsonNode replay = client.post(path, Client.object().put("event_id", event));
        long end = System.nanoTime() + WAIT;
        while (replay.get("state").stringValue().equals("running") && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            replay = client.get(path + "/" + replay.get("id"));
        }
        boolean accepted = replay.get("accepted").longValue() > 0;
        String text = switch (replay.get("state").stringValue()) {
            case "running" ->
                "not accepted yet: it is tried again over a day; GET " + path + "/" + replay.get("id") + " shows it";
            case "finished" -> accepted ? "accepted" : "not accepted, and not tried again";
            default -> "canceled";
        };
        new Output(spec.commandLine(), access.json()).line(replay, text);
        return accepted ? 0 : 1;
    }
}
