package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi networks`
@Command(name = "networks", description = "Mobile networks and their prefixes.")
final class NetworkCommands extends Group {
    private static final String PATH = "/admin/v1/mccmnc";

    @Command(name = "list", description = "Every network.", mixinStandardHelpOptions = true)
    void list() {
        output().table(
                        admin().all(PATH),
                        column("MCC", "/mcc"),
                        column("MNC", "/mnc"),
                        column("NAME", "/name"),
                        column("COUNTRY", "/country"),
                        column("PREFIXES", "/prefixes"));
    }

    @Command(
            name = "add",
            description = "Adds a network, or changes its name and country, and gives it prefixes.",
            mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "MCC") String mcc,
            @Parameters(paramLabel = "MNC") String mnc,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "COUNTRY", description = "two letters") String country,
            @Parameters(paramLabel = "PREFIX", arity = "0..*") List<String> prefixes) {
        ObjectNode body = Client.object()
                .put("mcc", mcc)
                .put("mnc", mnc)
                .put("name", name)
                .put("country", country);
        if (prefixes != null) {
            ArrayNode all = body.putArray("prefixes");
            prefixes.forEach(all::add);
        }
        JsonNode network = admin().post(PATH, body);
        output().line(network, name + " has the prefixes " + Output.text(network.get("prefixes")));
    }

    @Command(name = "export", description = "Every network as CSV, for `import`.", mixinStandardHelpOptions = true)
    void export() {
        output().line(null, admin().text(PATH, FileImport.CSV).stripTrailing());
    }

    /// @return 1 when the file cannot be imported
    @Command(
            name = "import",
            description = "Shows what a file of `export` changes, and with --yes changes it. Networks and prefixes that"
                    + " are not in the file are removed.",
            mixinStandardHelpOptions = true)
    int importFile(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--yes", description = "make these changes") boolean yes) {
        return FileImport.run(admin(), output(), PATH + "/import", file, yes, "version");
    }
}
