package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `elchi senders`
@Command(name = "senders", description = "Sender ids that accounts may use.")
final class SenderCommands extends Group {
    private static final String PATH = "/admin/v1/senders";

    @Command(name = "list", description = "Sender ids.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--account", paramLabel = "ID", description = "only its own") Long account) {
        output().table(
                        admin().all(query(PATH, "account_id", account)),
                        column("ID", "/id"),
                        column("ACCOUNT", "/account_id"),
                        column("SENDER", "/sender"),
                        column("SINCE", "/created_at"));
    }

    @Command(name = "add", description = "Lets an account use a sender id.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "ACCOUNT", description = "its id") long account,
            @Parameters(paramLabel = "SENDER") String sender) {
        JsonNode added =
                admin().post(PATH, Client.object().put("account_id", account).put("sender", sender));
        output().line(added, "sender " + added.get("id") + " is added");
    }

    @Command(name = "remove", description = "Removes a sender id from an account.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "removed");
    }
}
