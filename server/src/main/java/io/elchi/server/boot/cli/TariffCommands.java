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

/// `elchi tariffs`
@Command(name = "tariffs", description = "Prices of a part.")
final class TariffCommands extends Group {
    private static final String PATH = "/admin/v1/tariff-routes";

    @Command(name = "list", description = "Every price that is valid or will be.", mixinStandardHelpOptions = true)
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
                        column("PRICE", "/price_per_sms"),
                        column("PRIORITY", "/priority"),
                        column("FROM", "/valid_from"),
                        column("TO", "/valid_to"));
    }

    @Command(name = "add", description = "Adds a price.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Parameters(paramLabel = "CURRENCY") String currency,
            @Mixin Destination destination,
            @Option(names = "--operator", paramLabel = "OPERATOR", description = "id or name; default: every operator")
                    String operator,
            @Option(names = "--valid-from", paramLabel = "TIME", description = "RFC 3339; default: now")
                    String validFrom) {
        Client client = admin();
        ObjectNode body = destination.into(Client.object());
        body.set("price_per_sms", Client.money(amount, currency));
        set(body, "valid_from", validFrom);
        if (operator != null) {
            body.put("operator_id", Long.parseLong(id(client, OperatorCommands.PATH, operator)));
        }
        JsonNode added = client.post(PATH, body);
        output().line(added, "price " + added.get("id") + " is added");
    }

    @Command(name = "end", description = "Ends a price now.", mixinStandardHelpOptions = true)
    void end(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "ended");
    }

    @Command(
            name = "export",
            description = "The price list of an account as CSV, for `import`.",
            mixinStandardHelpOptions = true)
    void export(
            @Option(names = "--account", paramLabel = "ID", required = true, description = "0: the common list")
                    String account,
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            description = "RFC 3339: as it was or will be then; default: now")
                    String at) {
        String path = query(PATH, "account_id", account);
        output().line(null, admin().text(query(path, "at", at), FileImport.CSV).stripTrailing());
    }

    /// @return 1 when the file cannot be imported
    @Command(
            name = "import",
            description = "Shows what a file of `export` changes, and with --yes changes it. Prices that are not in the"
                    + " file end.",
            mixinStandardHelpOptions = true)
    int importFile(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--account", paramLabel = "ID", required = true, description = "0: the common list")
                    String account,
            @Option(names = "--valid-from", paramLabel = "TIME", description = "RFC 3339; default: now") String from,
            @Option(names = "--replace-later", description = "replace what begins or ends later, too")
                    boolean withLater,
            @Option(names = "--yes", description = "make these changes") boolean yes) {
        String path = query(query(PATH + "/import", "account_id", account), "valid_from", from);
        path = query(path, "replace_later", withLater ? "true" : null);
        return FileImport.run(admin(), output(), path, file, yes, "valid_from");
    }
}
