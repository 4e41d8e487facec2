package io.elchi.server.boot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi trigger WEBHOOK TYPE`
@Command(
        name = "trigger",
        description = "Posts an example of an event to a webhook endpoint, and shows its answer. Exit code 1 unless the"
                + " endpoint accepts it.",
        mixinStandardHelpOptions = true)
final class TriggerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Parameters(index = "0", paramLabel = "WEBHOOK", description = "id of the endpoint")
    private long webhook;

    @Parameters(index = "1", paramLabel = "TYPE", description = "such as message.delivered")
    private String type;

    @Option(names = "--failover", description = "to its failover_url")
    private boolean failover;

    @Override
    public Integer call() {
        ObjectNode body = Client.object().put("type", type).put("failover", failover);
        JsonNode sent = access.client().post("/v1/webhooks/" + webhook + "/test", body);
        boolean accepted = sent.path("error").isNull();
        new Output(spec.commandLine(), access.json())
                .line(
                        sent,
                        (accepted ? "accepted: HTTP " + sent.get("status") : Output.text(sent.get("error"))) + " after "
                                + sent.get("millis") + " ms");
        return accepted ? 0 : 1;
    }
}
