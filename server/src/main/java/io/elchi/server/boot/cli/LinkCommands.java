package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi links`
@Command(name = "links", description = "Links to operators, over SMPP and HTTP.")
final class LinkCommands extends Group {
    private static final String PATH = "/admin/v1/smpp-links";

    @Command(
            name = "list",
            description = "Every link, with its configuration and current state.",
            mixinStandardHelpOptions = true)
    void list() {
        output().table(
                        admin().all(PATH),
                        column("ID", "/id"),
                        column("NAME", "/name"),
                        column("OPERATOR", "/operator_id"),
                        column("HOST", "/host"),
                        column("PORT", "/port"),
                        column("WANTED", "/status"),
                        column("STATE", "/live/state"),
                        column("BOUND", "/live/bound"),
                        column("OF", "/live/wanted"),
                        column("WINDOW", "/live/in_flight"),
                        column("OF", "/live/window"),
                        column("PROBLEM", "/live/problem"));
    }

    @Command(
            name = "binds",
            description = "Every session in all processes, and what limits its rate.",
            mixinStandardHelpOptions = true)
    void binds() {
        ArrayNode rows = Client.object().putArray("items");
        JsonNode answer = admin().get("/admin/v1/binds");
        for (JsonNode link : answer.get("items")) {
            for (JsonNode session : link.get("sessions")) {
                rows.add(((ObjectNode) session.deepCopy())
                        .put("link", link.get("link").stringValue())
                        .put("limited_by", Output.text(link.path("limited_by"))));
            }
        }
        output().table(
                        answer,
                        rows,
                        column("LINK", "/link"),
                        column("N", "/n"),
                        column("STATE", "/state"),
                        column("SINCE", "/since"),
                        column("IN_FLIGHT", "/in_flight"),
                        column("WINDOW", "/send_window"),
                        column("PER_SECOND", "/per_second"),
                        column("RESPONSE_MS", "/response_ms"),
                        column("CEILING", "/ceiling_per_second"),
                        column("LIMITED_BY", "/limited_by"));
    }

    /// Optional settings of a new link.
    static final class LinkFlags {
        @Option(names = "--name", paramLabel = "NAME", required = true, description = "of the link")
        private String name;

        @Option(names = "--system-id", paramLabel = "ID", description = "system_id of the bind, or user over HTTP")
        private String systemId;

        @Option(
                names = "--password",
                paramLabel = "PASSWORD",
                required = true,
                interactive = true,
                arity = "0..1",
                description = "of the bind, or {password} over HTTP; asked for when it is not given")
        private String password;

        @Option(names = "--sessions", paramLabel = "N", description = "binds; default: 1")
        private Integer sessions;

        @Option(names = "--window", paramLabel = "N", description = "submit_sm without a response; default: 50")
        private Integer window;

        @Option(names = "--throughput", paramLabel = "N", description = "parts a second; default: no limit")
        private Integer throughput;

        @Option(names = "--tls", description = "over TLS")
        private boolean tls;

        @Option(
                names = "--preset",
                paramLabel = "NAME",
                description = "system of a link over HTTP: jasmin, kannel, twilio or playmobile")
        private String preset;

        @Option(
                names = "--option",
                paramLabel = "NAME=VALUE",
                description = "such as text.split=sar; see docs/reference/configuration.md")
        private Map<String, String> options = Map.of();
    }

    @Command(name = "add", description = "Adds a link and starts it.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "OPERATOR", description = "id or name") String operator,
            @Parameters(
                            paramLabel = "ADDRESS",
                            arity = "0..1",
                            description = "HOST:PORT for SMPP, or https://... for HTTP; a preset may have one")
                    String address,
            @Mixin LinkFlags wanted) {
        boolean isUrl = address != null && address.contains("://");
        if (!isUrl && (address == null) == (wanted.preset == null)) {
            throw new CliException("a link has HOST:PORT for SMPP, or https://... or a preset for HTTP");
        }
        Client client = admin();
        ObjectNode body = Client.object()
                .put("operator_id", Long.parseLong(id(client, OperatorCommands.PATH, operator)))
                .put("name", wanted.name);
        ObjectNode options = options(wanted.options);
        if (isUrl || wanted.preset != null) {
            body.put("protocol", "http");
            if (wanted.preset != null) {
                body.put("preset", wanted.preset);
            }
            if (isUrl) {
                options.withObjectProperty("http").put("url", address);
            }
        } else {
            place(body, address, wanted);
        }
        if (wanted.systemId != null) {
            body.put("system_id", wanted.systemId);
        }
        body.put("password", wanted.password);
        set(body, "send_window", wanted.window);
        set(body, "throughput", wanted.throughput);
        body.set("options", options);
        JsonNode added = client.post(PATH, body);
        String receipts = added.hasNonNull("receipt_path")
                ? "; receipts go to " + added.get("receipt_path").stringValue() + ", which is a secret"
                : "";
        output().line(added, "link " + added.get("id") + " is added; ./elchi links list shows how it is" + receipts);
    }

    private static void place(ObjectNode body, String address, LinkFlags wanted) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new CliException("'" + address + "' must be like smsc.example:2775");
        }
        if (wanted.systemId == null) {
            throw new CliException("a link over SMPP has --system-id");
        }
        body.put("host", address.substring(0, colon))
                .put("port", Integer.parseInt(address.substring(colon + 1)))
                .put("tls", wanted.tls);
        set(body, "sessions", wanted.sessions);
    }

    @Command(name = "start", description = "Starts a link: binds its sessions.", mixinStandardHelpOptions = true)
    void start(@Parameters(paramLabel = "LINK", description = "id or name") String link) {
        status(link, "started");
    }

    @Command(
            name = "stop",
            description = "Stops a link: drains its windows and unbinds.",
            mixinStandardHelpOptions = true)
    void stop(@Parameters(paramLabel = "LINK", description = "id or name") String link) {
        status(link, "stopped");
    }

    private void status(String link, String status) {
        Client client = admin();
        JsonNode changed = client.patch(
                PATH + "/" + id(client, PATH, link), Client.object().put("status", status));
        output().line(changed, changed.get("name").stringValue() + " shall be " + status);
    }

    @Command(
            name = "trace",
            description =
                    "Stores its PDUs for some minutes, and writes them to the server's log; passwords and texts are masked.",
            mixinStandardHelpOptions = true)
    void trace(
            @Parameters(paramLabel = "LINK", description = "id or name") String link,
            @Option(names = "--minutes", description = "1 to 60; 0 ends a trace; default: 10", defaultValue = "10")
                    int minutes) {
        Client client = admin();
        String path = PATH + "/" + id(client, PATH, link) + "/trace";
        if (minutes == 0) {
            client.delete(path);
            output().line(null, "not traced any more");
            return;
        }
        JsonNode traced = client.post(path, Client.object().put("minutes", minutes));
        output().line(traced, "traced until " + traced.get("traced_until").stringValue());
    }

    @Command(
            name = "pdus",
            description = "The PDUs of its traces of the last day, newest first; --json has their octets.",
            mixinStandardHelpOptions = true)
    void pdus(@Parameters(paramLabel = "LINK", description = "id or name") String link, @Mixin PduFlags wanted) {
        Client client = admin();
        wanted.show(output(), client, PATH + "/" + id(client, PATH, link));
    }

    @Command(name = "remove", description = "Removes a link.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "LINK", description = "id or name") String link) {
        Client client = admin();
        client.delete(PATH + "/" + id(client, PATH, link));
        output().line(null, "removed");
    }
}
