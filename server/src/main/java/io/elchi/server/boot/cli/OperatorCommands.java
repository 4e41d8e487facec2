package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi operators`
@Command(name = "operators", description = "Operators.")
final class OperatorCommands extends Group {
    static final String PATH = "/admin/v1/operators";

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
            @Option(names = "--mnc", paramLabel = "MNC", description = "of its own network") String mnc,
            @Option(
                            names = "--option",
                            paramLabel = "NAME=VALUE",
                            description = "such as failover=30s; see docs/reference/configuration.md")
                    Map<String, String> options) {
        ObjectNode body = Client.object().put("name", name);
        body.set("default_cost", Client.money(cost, currency));
        set(body, "mcc", mcc);
        set(body, "mnc", mnc);
        if (options != null) {
            body.set("options", options(options));
        }
        JsonNode added = admin().post(PATH, body);
        output().line(added, "operator " + added.get("id") + " is added");
    }

    @Command(
            name = "set",
            description = "Changes options of an operator. Its sessions stay bound.",
            mixinStandardHelpOptions = true)
    void set(
            @Parameters(paramLabel = "OPERATOR", description = "id or name") String operator,
            @Parameters(
                            paramLabel = "NAME=VALUE",
                            arity = "1..*",
                            description = "such as failover=30s; NAME= restores the default; see"
                                    + " docs/reference/configuration.md")
                    Map<String, String> options) {
        Client client = admin();
        ObjectNode body = Client.object();
        body.set("options", options(options));
        JsonNode changed = client.patch(PATH + "/" + id(client, PATH, operator), body);
        output().line(changed, changed.get("name").stringValue() + " has " + changed.get("options"));
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
