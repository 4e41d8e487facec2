package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi operators`
@Command(name = "operators", description = "Operators.")
final class OperatorCommands extends Group {
    static final String PATH = "/operators";

    @Command(name = "list", description = "Every operator.", mixinStandardHelpOptions = true)
    void list() {
        output().table(
                        admin().all(PATH),
                        column("ID", "/id"),
                        column("NAME", "/name"),
                        column("MCC", "/mcc"),
                        column("MNC", "/mnc"),
                        column("STATUS", "/status"),
                        column("COST", "/default_cost"),
                        column("REACHABLE", "/reachable"),
                        column("BOUND", "/bound"));
    }

    @Command(name = "add", description = "Adds an operator.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--cost", paramLabel = "AMOUNT", required = true, description = "of a part") String cost,
            @Option(names = "--currency", paramLabel = "ISO", required = true, description = "three letters")
                    String currency,
            @Option(names = "--mcc", paramLabel = "MCC", description = "of its own network") String mcc,
            @Option(names = "--mnc", paramLabel = "MNC", description = "of its own network") String mnc) {
        ObjectNode body = Client.object().put("name", name);
        body.set("default_cost", Client.money(cost, currency));
        set(body, "mcc", mcc);
        set(body, "mnc", mnc);
        JsonNode added = admin().post(PATH, body);
        output().line(added, "operator " + added.get("id") + " is added");
    }

    @Command(
            name = "suspend",
            description = "Suspends an operator: nothing more is sent to it.",
            mixinStandardHelpOptions = true)
    void suspend(@Parameters(paramLabel = "OPERATOR", description = "id or name") String operator) {
        status(operator, "suspended");
    }

    @Command(name = "activate", description = "Activates a suspended operator.", mixinStandardHelpOptions = true)
    void activate(@Parameters(paramLabel = "OPERATOR", description = "id or name") String operator) {
        status(operator, "active");
    }

    private void status(String operator, String status) {
        Client client = admin();
        JsonNode changed = client.patch(
                PATH + "/" + id(client, PATH, operator), Client.object().put("status", status));
        output().line(changed, changed.get("name").stringValue() + " is " + status);
    }
}
