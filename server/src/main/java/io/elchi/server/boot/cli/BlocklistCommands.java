package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;
import static io.elchi.server.boot.cli.Output.named;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi blocklist`
@Command(name = "blocklist", description = "Numbers, sender ids and texts that are not sent.")
final class BlocklistCommands extends Group {
    private static final String PATH = "/admin/v1/blocklist";
    private static final String OPT_OUTS = "/admin/v1/opt-outs";

    @Command(name = "list", description = "Every entry.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--account", paramLabel = "ACCOUNT", description = "id or name") String account) {
        Client client = admin();
        output().table(
                        client.all(query(PATH, "account_id", account(client, account))),
                        column("ID", "/id"),
                        named("ACCOUNT", "/account"),
                        column("KIND", "/kind"),
                        column("PATTERN", "/pattern"),
                        column("REASON", "/reason"));
    }

    @Command(name = "add", description = "Blocks something.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "KIND", description = "number, sender or text") String kind,
            @Parameters(paramLabel = "PATTERN") String pattern,
            @Option(names = "--account", paramLabel = "ACCOUNT", description = "id or name; default: for all")
                    String account,
            @Option(names = "--reason", paramLabel = "TEXT") String reason) {
        Client client = admin();
        ObjectNode body = Client.object().put("kind", kind).put("pattern", pattern);
        if (account != null) {
            body.put("account_id", Long.parseLong(account(client, account)));
        }
        set(body, "reason", reason);
        JsonNode added = client.post(PATH, body);
        output().line(added, "entry " + added.get("id") + " is added");
    }

    @Command(name = "remove", description = "Removes an entry.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    @Command(
            name = "opt-outs",
            description = "Handsets that want no service and promotional messages of an account.",
            mixinStandardHelpOptions = true)
    void optOuts(
            @Option(names = "--account", paramLabel = "ACCOUNT", description = "id or name") String account,
            @Option(names = "--number", paramLabel = "NUMBER") String number) {
        Client client = admin();
        output().table(
                        client.all(query(OPT_OUTS, "account_id", account(client, account), "number", number)),
                        column("ID", "/id"),
                        named("ACCOUNT", "/account"),
                        column("NUMBER", "/number"),
                        column("KEYWORD", "/keyword"),
                        column("SINCE", "/opted_out_at"),
                        column("MESSAGE", "/message_id"));
    }

    @Command(name = "remove-opt-out", description = "Removes an opt-out.", mixinStandardHelpOptions = true)
    void removeOptOut(@Parameters(paramLabel = "ID") String id) {
        admin().delete(OPT_OUTS + "/" + Client.escaped(id));
        output().line(null, "removed");
    }
}
