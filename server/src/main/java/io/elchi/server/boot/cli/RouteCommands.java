package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;
import static io.elchi.server.boot.cli.Output.named;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi routes`
@Command(name = "routes", description = "Routes: which operator may carry which messages.")
final class RouteCommands extends Group {
    private static final String PATH = "/admin/v1/routes";

    @Command(name = "list", description = "Every route.", mixinStandardHelpOptions = true)
    void list(
            @Option(names = "--account", paramLabel = "ID", description = "only its own; 0: the common ones")
                    Long account) {
        output().table(
                        admin().all(query(PATH, "account_id", account)),
                        column("ID", "/id"),
                        named("ACCOUNT", "/account"),
                        named("OPERATOR", "/operator"),
                        column("MCC", "/mcc"),
                        column("MNC", "/mnc"),
                        column("PREFIX", "/prefix"),
                        column("PRIORITY", "/priority"),
                        column("WEIGHT", "/weight"),
                        column("TAG", "/tag"),
                        column("STATUS", "/status"));
    }

    @Command(name = "add", description = "Adds a route.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "OPERATOR", description = "id or name") String operator,
            @Mixin Destination destination,
            @Option(names = "--weight", paramLabel = "N", description = "share among equals; default: 100")
                    Integer weight,
            @Option(names = "--allow-loss", description = "even where the price is below the cost") boolean allowLoss,
            @Option(names = "--tag", paramLabel = "TAG", description = "only for messages on which a rule puts it")
                    String tag) {
        Client client = admin();
        ObjectNode body = destination.into(Client.object());
        body.put("operator_id", Long.parseLong(id(client, OperatorCommands.PATH, operator)));
        body.put("allow_loss", allowLoss);
        set(body, "weight", weight);
        set(body, "tag", tag);
        JsonNode added = client.post(PATH, body);
        output().line(added, "route " + added.get("id") + " is added");
    }

    @Command(name = "remove", description = "Removes a route.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    /// @return 1 when there is an error
    @Command(
            name = "lint",
            description = "Lists likely mistakes in the routes. The exit code is 1 when one of them is an error.",
            mixinStandardHelpOptions = true)
    int lint() {
        JsonNode report = admin().get(PATH + "/lint");
        output().table(
                        report,
                        column("SEVERITY", "/severity"),
                        column("KIND", "/kind"),
                        column("ROUTE", "/routes/0/id"),
                        column("NAME", "/routes/0/name"),
                        column("BECAUSE", "/detail"));
        boolean errors = report.get("items")
                .valueStream()
                .anyMatch(each -> "error".equals(each.path("severity").asString("")));
        if (!report.get("complete").booleanValue()) {
            output().error("not everything was looked at: there may be further mistakes");
        }
        return errors ? 1 : 0;
    }

    @Command(name = "export", description = "Every route as CSV, for `import`.", mixinStandardHelpOptions = true)
    void export() {
        output().line(null, admin().text(PATH, FileImport.CSV).stripTrailing());
    }

    /// @return 1 when the file cannot be imported
    @Command(
            name = "import",
            description = "Shows what a file of `export` changes, and with --yes changes it. Routes that are not in the"
                    + " file are removed.",
            mixinStandardHelpOptions = true)
    int importFile(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--yes", description = "make these changes") boolean yes) {
        return FileImport.run(admin(), output(), PATH + "/import", file, yes, "version");
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
                    String text,
            @Mixin Moment moment) {
        ObjectNode body = Client.object().put("account_id", account).put("to", to);
        moment.into(body);
        set(body, "from", from);
        set(body, "class", messageClass);
        set(body, "text", text);
        JsonNode decision = admin().post("/admin/v1/route/decision", body);
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

    /// Whose routes and prices decide, without an option those of now; and about which tag.
    static final class Moment {
        @Option(names = "--routes-version", paramLabel = "N", description = "by the routes of this version")
        private Long version;

        @Option(names = "--draft", paramLabel = "ID", description = "by the routes that this draft would make")
        private Long draft;

        @Option(names = "--at", paramLabel = "TIME", description = "RFC 3339: by the routes and prices of this time")
        private String at;

        @Option(names = "--tag", paramLabel = "TAG", description = "that a rule puts on the message")
        private String tag;

        private void into(ObjectNode body) {
            if (version != null) {
                body.put("version", version);
            }
            if (draft != null) {
                body.put("draft", draft);
            }
            set(body, "at", at);
            set(body, "tag", tag);
        }
    }
}
