package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi queues`
@Command(name = "queues", description = "What waits for operators, and what the platform tries no more.")
final class QueueCommands extends Group {
    private static final String PATH = "/admin/v1/queues";
    private static final String DEAD = "/admin/v1/dead-letters/";
    private static final String KINDS = "receipts, inbox or webhooks";

    @Command(name = "list", description = "The queue of every operator.", mixinStandardHelpOptions = true)
    void list() {
        output().table(
                        admin().get(PATH),
                        column("ID", "/operator_id"),
                        column("OPERATOR", "/operator"),
                        column("STATUS", "/status"),
                        column("HELD SINCE", "/held_at"),
                        column("PROCESS", "/address"),
                        column("QUEUED", "/waiting/queued"),
                        column("RETRY", "/waiting/retry"),
                        column("HELD", "/waiting/held"),
                        column("SCHEDULED", "/waiting/scheduled"),
                        column("COMPLETE", "/waiting/complete"),
                        column("OLDEST", "/oldest"),
                        column("PER SECOND", "/per_second"),
                        column("MOVED", "/move/moved"),
                        column("MOVE", "/move/state"));
    }

    @Command(
            name = "hold",
            description = "Sends nothing to an operator; what waits, and what comes, waits.",
            mixinStandardHelpOptions = true)
    void hold(@Parameters(paramLabel = "OPERATOR", description = "id or name") String operator) {
        Client client = admin();
        JsonNode queue = client.post(path(client, operator) + "/hold", null);
        output().line(
                        queue,
                        queue.get("operator").stringValue() + " is held since " + Output.text(queue.get("held_at")));
    }

    @Command(name = "release", description = "Sends to a held operator again.", mixinStandardHelpOptions = true)
    void release(@Parameters(paramLabel = "OPERATOR", description = "id or name") String operator) {
        Client client = admin();
        JsonNode queue = client.post(path(client, operator) + "/release", null);
        output().line(queue, queue.get("operator").stringValue() + " is not held");
    }

    @Command(
            name = "move",
            description = "Moves what waits for an operator to the next candidate of each message.",
            mixinStandardHelpOptions = true)
    void move(
            @Parameters(paramLabel = "OPERATOR", description = "id or name") String operator,
            @Option(names = "--to", paramLabel = "OPERATOR", description = "to this one, where it is a later candidate")
                    String to,
            @Option(names = "--limit", paramLabel = "N", description = "so many messages at most") Integer limit) {
        Client client = admin();
        ObjectNode body = Client.object();
        if (to != null) {
            body.put("to_operator_id", Long.parseLong(id(client, OperatorCommands.PATH, to)));
        }
        set(body, "limit", limit);
        JsonNode move = client.post(path(client, operator) + "/move", body);
        output().line(move, "move " + move.get("id") + " has begun; `elchi queues list` shows its progress");
    }

    private static String path(Client client, String operator) {
        return PATH + "/" + id(client, OperatorCommands.PATH, operator);
    }

    @Command(name = "dead-letters", description = "The last 50 of a kind.", mixinStandardHelpOptions = true)
    void deadLetters(
            @Parameters(paramLabel = "KIND", description = KINDS) String kind,
            @Option(names = "--operator", paramLabel = "OPERATOR", description = "id or name; not of webhooks")
                    String operator,
            @Option(names = "--account", paramLabel = "ID", description = "of webhooks") Long account) {
        Client client = admin();
        String operatorId = operator == null ? null : id(client, OperatorCommands.PATH, operator);
        output().table(
                        client.get(
                                query(DEAD + Client.escaped(kind), "operator_id", operatorId, "account_id", account)),
                        column("ID", "/id"),
                        column("RECEIVED", "/received_at"),
                        column("OPERATOR", "/operator"),
                        column("ACCOUNT", "/account"),
                        column("ENDPOINT", "/endpoint_id"),
                        column("TYPE", "/type"),
                        column("OPERATOR'S ID", "/operator_message_id"),
                        column("TO", "/to"),
                        column("ATTEMPTS", "/attempts"),
                        column("REASON", "/reason"));
    }

    @Command(name = "retry", description = "Processes a dead letter again.", mixinStandardHelpOptions = true)
    void retry(
            @Parameters(paramLabel = "KIND", description = KINDS) String kind,
            @Parameters(paramLabel = "ID", description = "of `dead-letters`") String id) {
        handle(kind, id, "retry");
        output().line(null, "it is tried again");
    }

    @Command(name = "discard", description = "Deletes a dead letter.", mixinStandardHelpOptions = true)
    void discard(
            @Parameters(paramLabel = "KIND", description = KINDS) String kind,
            @Parameters(paramLabel = "ID", description = "of `dead-letters`") String id) {
        handle(kind, id, "discard");
        output().line(null, "deleted");
    }

    private void handle(String kind, String id, String action) {
        admin().post(DEAD + Client.escaped(kind) + "/" + Client.escaped(id) + "/" + action, null);
    }
}
