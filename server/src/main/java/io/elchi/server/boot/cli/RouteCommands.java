package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi routes`
@Command(name = "routes", description = "Routes: which operator may carry which messages.")
final class RouteCommands extends Group {
    private static final String PATH = "/routes";

    @Command(name = "list", description = "Every route.", mixinStandardHelpOptions = true)
    void list(
            @Option(names = "--account", paramLabel = "ID", description = "only its own; 0: the common ones")
                    Long account) {
        output().table(
                        admin().all(query(PATH, "account_id", account)),
                        column("ID", "/id"),
                        column("ACCOUNT", "/account_id"),
                        column("OPERATOR", "/operator_id"),
                        column("MCC", "/mcc"),
                        column("MNC", "/mnc"),
                        column("PREFIX", "/prefix"),
                        column("PRIORITY", "/priority"),
                        column("WEIGHT", "/weight"),
                        column("STATUS", "/status"));
    }

    @Command(name = "add", description = "Adds a route.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "OPERATOR", description = "id or name") String operator,
            @Mixin Destination destination,
            @Option(names = "--weight", paramLabel = "N", description = "share among equals; default: 100")
                    Integer weight,
            @Option(names = "--allow-loss", description = "even where the price is below the cost") boolean allowLoss) {
        Client client = admin();
        ObjectNode body = destination.into(Client.object());
        body.put("operator_id", Long.parseLong(id(client, OperatorCommands.PATH, operator)));
        body.put("allow_loss", allowLoss);
        set(body, "weight", weight);
        JsonNode added = client.post(PATH, body);
        output().line(added, "route " + added.get("id") + " is added");
    }

    @Command(name = "remove", description = "Removes a route.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    @Command(
            name = "explain",
            description =
                    "Lists every operator with its rank and price for a number, or the reason for its exclusion, and the"
                            + " rule that refuses the message.",
            mixinStandardHelpOptions = true)
    void explain(
            @Parameters(paramLabel = "TO") String to,
            @Option(names = "--account", paramLabel = "ID", required = true, description = "whose message")
                    long account,
            @Option(
                            names = "--from",
                            paramLabel = "SENDER",
                            description = "sender id; without it, sender ids and block lists are not checked")
                    String from,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            description = "otp, transactional, service or promotional; default: transactional")
                    String messageClass,
            @Option(
                            names = "--text",
                            paramLabel = "TEXT",
                            description =
                                    "counts parts and submit_sm, and is checked by block lists; default: one part")
                    String text) {
        ObjectNode body = Client.object().put("account_id", account).put("to", to);
        set(body, "from", from);
        set(body, "class", messageClass);
        set(body, "text", text);
        JsonNode decision = admin().post("/route/decision", body);
        Output output = output();
        output.fields(
                decision,
                column("number", "/to"),
                column("network", "/network/name"),
                column("country", "/network/country"),
                column("parts", "/parts"),
                column("decision", "/decision"),
                column("refused", "/violation/code"),
                column("because", "/violation/detail"));
        if (decision.get("candidates").isEmpty() && decision.get("rejected").isEmpty()) {
            return;
        }
        output.details(
                decision.get("candidates"),
                column("RANK", "/rank"),
                column("OPERATOR", "/operator"),
                column("PRIORITY", "/priority"),
                column("COST", "/cost"),
                column("SUBMITS", "/submits"),
                column("PRICE", "/prices/0/price"),
                column("REACHABLE", "/reachable"),
                column("CAPACITY", "/has_capacity"),
                column("FAILOVER_MS", "/failover_ms"));
        output.details(decision.get("rejected"), column("NOT", "/operator"), column("BECAUSE", "/detail"));
    }
}
