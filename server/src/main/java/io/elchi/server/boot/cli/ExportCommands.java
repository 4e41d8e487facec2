package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi exports`
@Command(name = "exports", description = "Lists as files, made by the server in the background.")
final class ExportCommands extends Group {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final long MEGABYTE = 1_000_000;

    /// Whose exports.
    static final class Whose {
        @Option(names = "--own", description = "those of the account whose key is used, not of the platform")
        private boolean own;

        String path() {
            return own ? "/v1/exports" : "/admin/v1/exports";
        }
    }

    private Client of(Whose whose) {
        return whose.own ? client() : admin();
    }

    @Command(
            name = "create",
            description = "Begins an export; with --output, waits for it and downloads it.",
            mixinStandardHelpOptions = true)
    void create(
            @Parameters(paramLabel = "KIND", description = "messages, cdr, inbound_cdr, transactions or refusals")
                    String kind,
            @Mixin Whose whose,
            @Option(names = "--format", paramLabel = "FORMAT", description = "csv or xlsx; default: csv") String format,
            @Option(
                            names = "--filter",
                            paramLabel = "NAME=VALUE",
                            description = "a parameter of the list: accepted_from=2026-11-24T00:00:00Z")
                    Map<String, String> filters,
            @Option(names = "--output", paramLabel = "FILE", description = "where the file is written") Path output)
            throws IOException, InterruptedException {
        Client client = of(whose);
        ObjectNode body = Client.object().put("kind", kind);
        set(body, "format", format);
        if (filters != null) {
            ObjectNode filter = body.putObject("filter");
            filters.forEach(filter::put);
        }
        JsonNode added = client.post(whose.path(), body);
        String id = added.get("id").toString();
        if (output == null) {
            String download = "elchi exports download " + id + (whose.own ? " --own" : "");
            output().line(added, "export " + id + " has begun: `" + download + "` waits for it");
            return;
        }
        fetch(client, whose, id, output);
    }

    @Command(name = "list", description = "The last 50 exports.", mixinStandardHelpOptions = true)
    void list(@Mixin Whose whose) {
        output().table(
                        of(whose).get(whose.path()),
                        column("ID", "/id"),
                        column("KIND", "/kind"),
                        column("FORMAT", "/format"),
                        column("STATE", "/state"),
                        column("ROWS", "/rows"),
                        column("OCTETS", "/octets"),
                        column("COMPLETE", "/complete"),
                        column("CREATED", "/created_at"),
                        column("EXPIRES", "/expires_at"),
                        column("PROBLEM", "/problem"));
    }

    @Command(
            name = "download",
            description =
                    "Downloads the file of an export, when it is finished. What is there of an interrupted download"
                            + " is not downloaded again.",
            mixinStandardHelpOptions = true)
    void download(
            @Parameters(paramLabel = "ID") String id,
            @Mixin Whose whose,
            @Option(names = "--output", paramLabel = "FILE", description = "default: the file's own name") Path output)
            throws IOException, InterruptedException {
        fetch(of(whose), whose, id, output);
    }

    @Command(
            name = "remove",
            description = "Cancels an export that runs, or deletes one that has ended.",
            mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ID") String id, @Mixin Whose whose) {
        of(whose).delete(whose.path() + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    private void fetch(Client client, Whose whose, String id, Path output) throws IOException, InterruptedException {
        String path = whose.path() + "/" + Client.escaped(id);
        JsonNode export = finished(client, path);
        String name = export.get("file_name").stringValue();
        Path to = output == null ? Path.of(name) : output;
        Path part = Path.of(to + "." + id + ".part");
        long octets = export.get("octets").longValue();
        long[] shown = {0};
        client.download(path + "/content", "\"" + id + "-" + octets + "\"", part, there -> {
            if (there - shown[0] >= MEGABYTE || there == octets) {
                shown[0] = there;
                say(there * 100 / Math.max(1, octets) + " % of " + octets + " octets");
            }
        });
        if (Files.size(part) != octets) {
            throw new CliException("the download ended too early; the same command goes on with it");
        }
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        output().line(
                        export,
                        to + " has " + export.get("rows") + " rows"
                                + (export.get("complete").booleanValue()
                                        ? ""
                                        : "; a limit ended it before the end of the list"));
    }

    private JsonNode finished(Client client, String path) throws InterruptedException {
        String shown = "";
        while (true) {
            JsonNode export = client.get(path);
            String state = export.get("state").stringValue();
            if (state.equals("finished")) {
                return export;
            }
            if (!state.equals("running")) {
                throw new CliException("the export is " + state + ": " + Output.text(export.path("problem")));
            }
            String now = export.get("rows") + " rows, " + export.get("octets") + " octets";
            if (!now.equals(shown)) {
                say(now);
            }
            shown = now;
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private void say(String text) {
        PrintWriter err = spec().commandLine().getErr();
        err.println(text);
        err.flush();
    }
}
