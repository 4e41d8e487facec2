package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Which PDUs of a trace to show.
final class PduFlags {
    @Option(names = "--message", paramLabel = "ID", description = "only its submit_sm and their responses")
    private String message;

    @Option(names = "--command", paramLabel = "NAME", description = "only this one, such as submit_sm")
    private String command;

    @Option(names = "--limit", paramLabel = "N", description = "1 to 500; default: 50", defaultValue = "50")
    private int limit;

    /// @param path of the link or the login
    void show(Output output, Client client, String path) {
        String query = "?limit=" + limit
                + (message == null ? "" : "&message_id=" + Client.escaped(message))
                + (command == null ? "" : "&command=" + Client.escaped(command));
        JsonNode answer = client.get(path + "/pdus" + query);
        output.table(
                answer,
                column("AT", "/at"),
                column("DIRECTION", "/direction"),
                column("COMMAND", "/command"),
                column("STATUS", "/status"),
                column("SEQUENCE", "/sequence"),
                column("MESSAGE", "/message_id"),
                column("PART", "/part"),
                column("OPERATOR_MESSAGE", "/operator_message_id"));
    }
}
