package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi inbound`
@Command(name = "inbound", description = "Messages from handsets, and who owns the numbers that they are sent to.")
final class InboundCommands extends Group {
    private static final String NUMBERS = "/admin/v1/inbound-numbers";

    @Command(name = "list", description = "The last 50 messages.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--account", paramLabel = "ID", description = "only its own") Long account) {
        output().table(
                        admin().get(query("/admin/v1/inbound", "account_id", account)),
                        column("ID", "/id"),
                        column("RECEIVED", "/received_at"),
                        column("OPERATOR", "/operator_id"),
                        column("ACCOUNT", "/account_id"),
                        column("FROM", "/from"),
                        column("TO", "/to"),
                        column("STATE", "/state"),
                        column("TEXT", "/text"));
    }

    @Command(name = "numbers", description = "Numbers that belong to accounts.", mixinStandardHelpOptions = true)
    void numbers(@Option(names = "--account", paramLabel = "ID", description = "only its own") Long account) {
        output().table(
                        admin().all(query(NUMBERS, "account_id", account)),
                        column("ID", "/id"),
                        column("NUMBER", "/number"),
                        column("OPERATOR", "/operator_id"),
                        column("ACCOUNT", "/account_id"),
                        column("SINCE", "/created_at"));
    }

    @Command(name = "give", description = "Gives a number to an account.", mixinStandardHelpOptions = true)
    void give(
            @Parameters(paramLabel = "ACCOUNT", description = "its id") long account,
            @Parameters(paramLabel = "NUMBER", description = "a short code, or a number") String number,
            @Option(names = "--operator", paramLabel = "ID", description = "at this operator alone") Long operator) {
        ObjectNode body = Client.object().put("account_id", account).put("number", number);
        if (operator != null) {
            body.put("operator_id", operator);
        }
        JsonNode given = admin().post(NUMBERS, body);
        output().line(given, "number " + given.get("id") + " belongs to account " + account);
    }

    @Command(name = "take", description = "Takes a number from its account.", mixinStandardHelpOptions = true)
    void take(@Parameters(paramLabel = "ID", description = "of `numbers`") String id) {
        admin().delete(NUMBERS + "/" + Client.escaped(id));
        output().line(null, "taken");
    }
}
