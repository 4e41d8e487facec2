package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `elchi message ID`
@Command(
        name = "message",
        description = "Shows the state and the timeline of a message.",
        mixinStandardHelpOptions = true)
final class MessageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Parameters(paramLabel = "ID", description = "the id that send printed")
    private String id;

    @Option(names = "--admin", description = "as an administrator sees it, of any account")
    private boolean admin;

    @Override
    public void run() {
        // In a folder of ./elchi serve there is only the administrator's key.
        JsonNode message = admin || !access.hasClientKey()
                ? access.admin().get("/admin/v1/messages/" + Client.escaped(id))
                : access.client().get("/v1/sms/" + Client.escaped(id));
        print(new Output(spec.commandLine(), access.json()), message);
    }

    static void print(Output output, JsonNode message) {
        output.fields(
                message,
                column("id", "/id"),
                column("state", "/state"),
                column("account", "/account_id"),
                column("to", "/to"),
                column("from", "/from"),
                column("text", "/text"),
                column("parts", "/parts"),
                column("price", "/price"),
                column("operator says", "/operator_status"),
                column("error", "/error_code"),
                column("waits for", "/waiting/reason"),
                column("at", "/waiting/operator"),
                column("because", "/waiting/detail"),
                column("valid until", "/valid_until"));
        output.details(
                message.get("timeline"),
                column("AFTER MS", "/after_ms"),
                column("EVENT", "/event"),
                column("PART", "/part"),
                column("OPERATOR", message.has("route") ? "/operator" : "/operator_id"),
                column("AS", "/operator_message_id"),
                column("STATUS", "/command_status"),
                column("AMOUNT", "/amount"),
                column("DETAIL", "/detail"));
    }
}
