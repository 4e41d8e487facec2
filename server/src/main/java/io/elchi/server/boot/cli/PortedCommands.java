package io.elchi.server.boot.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi ported`
@Command(name = "ported", description = "Numbers that moved to another network.")
final class PortedCommands extends Group {
    private static final String PATH = "/admin/v1/ported-numbers";

    @Command(name = "add", description = "Says to which network a number moved.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "NUMBER") String number,
            @Parameters(paramLabel = "MCC") String mcc,
            @Parameters(paramLabel = "MNC") String mnc) {
        ObjectNode body = Client.object();
        body.putArray("numbers")
                .addObject()
                .put("msisdn", number)
                .put("mcc", mcc)
                .put("mnc", mnc);
        JsonNode added = admin().post(PATH, body);
        output().line(added, number + " is in the network " + mcc + " " + mnc);
    }

    @Command(
            name = "remove",
            description = "The number is in its first network again.",
            mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "NUMBER") String number) {
        admin().delete(PATH + "/" + Client.escaped(number));
        output().line(null, "removed");
    }
}
