package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi smpp-logins`
@Command(name = "smpp-logins", description = "Logins of SMPP clients, and their sessions.")
final class SmppLoginCommands extends Group {
    private static final String PATH = "/admin/v1/smpp-logins";

    @Command(name = "list", description = "An account's logins.", mixinStandardHelpOptions = true)
    void list(@Parameters(paramLabel = "ACCOUNT", description = "its id") long account) {
        output().table(
                        admin().all(query(PATH, "account_id", account)),
                        column("ID", "/id"),
                        column("SYSTEM_ID", "/system_id"),
                        column("MODES", "/binds/modes"),
                        column("MAX_BINDS", "/binds/max"),
                        column("FROM", "/binds/ip_whitelist"),
                        column("WINDOW", "/submits/window"),
                        column("RATE", "/submits/rate_per_second"),
                        column("CLASS", "/submits/message_class"),
                        column("RECEIPTS", "/deliveries/receipt_format"));
    }

    @Command(
            name = "add",
            description = "Makes a login; its password is shown this once.",
            mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "ACCOUNT", description = "its id") long account,
            @Parameters(paramLabel = "SYSTEM_ID") String systemId,
            @Option(names = "--from", paramLabel = "CIDR", split = ",", description = "from where it may bind")
                    List<String> networks,
            @Option(names = "--binds", paramLabel = "N", description = "sessions at a time; default: 4") Long binds,
            @Option(names = "--window", paramLabel = "N", description = "requests without an answer; default: 100")
                    Long window,
            @Option(names = "--rate", paramLabel = "N", description = "submit_sm a second; default: the account's rate")
                    Long rate,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            description = "otp, transactional, service or promotional; default: transactional")
                    String messageClass) {
        ObjectNode body = Client.object().put("account_id", account).put("system_id", systemId);
        ObjectNode bindRules = body.putObject("binds");
        set(bindRules, "max", binds);
        if (networks != null) {
            ArrayNode allowed = bindRules.putArray("ip_whitelist");
            networks.forEach(allowed::add);
        }
        ObjectNode submits = body.putObject("submits");
        set(submits, "window", window);
        set(submits, "rate_per_second", rate);
        set(submits, "message_class", messageClass);
        issued(admin().post(PATH, body));
    }

    private void issued(JsonNode issued) {
        output().line(
                        issued,
                        "login " + issued.at("/login/id") + ", system_id "
                                + issued.at("/login/system_id").stringValue() + ", password, shown this once: "
                                + issued.get("password").stringValue());
    }

    @Command(
            name = "set",
            description = "Changes what a login may submit, and its client certificate; what is not named stays.",
            mixinStandardHelpOptions = true)
    void set(
            @Parameters(paramLabel = "ID") String id,
            @Mixin SubmitSettings settings,
            @Mixin InboundSettings inbound,
            @Option(
                            names = "--certificate",
                            paramLabel = "SHA256",
                            description = "of the client certificate without which it cannot bind; '' for none")
                    String certificate) {
        String path = PATH + "/" + Client.escaped(id);
        JsonNode login = admin().get(path);
        ObjectNode body =
                Client.object().put("system_id", login.get("system_id").stringValue());
        for (String part : List.of("binds", "submits", "deliveries")) {
            body.set(part, login.get(part));
        }
        settings.into((ObjectNode) body.get("submits"));
        inbound.into((ObjectNode) body.get("deliveries"));
        ObjectNode binds = (ObjectNode) body.get("binds");
        set(binds, "certificate_sha256", certificate);
        if ("".equals(certificate)) {
            binds.remove("certificate_sha256");
        }
        JsonNode changed = admin().put(path, body, login.get("version").longValue());
        output().line(changed, "changed, version " + changed.get("version"));
    }

    /// What its requests may have.
    static final class SubmitSettings {
        @Option(
                names = "--data-codings",
                paramLabel = "N",
                split = ",",
                description = "values of data_coding; '' for all")
        private List<String> codings;

        @Option(
                names = "--source-tons",
                paramLabel = "N",
                split = ",",
                description = "values of source_addr_ton; '' for all")
        private List<String> tons;

        @Option(
                names = "--source-npis",
                paramLabel = "N",
                split = ",",
                description = "values of source_addr_npi; '' for all")
        private List<String> npis;

        @Option(
                names = "--default-data-coding",
                paramLabel = "N",
                description = "the data_coding that 0 stands for; 0 for that of the alphabet")
        private Long defaultCoding;

        @Option(
                names = "--http",
                arity = "1",
                paramLabel = "true|false",
                description = "whether it may submit at the port for clients of Jasmin and Kannel")
        private Boolean http;

        @Option(
                names = "--parts",
                paramLabel = "HANDLING",
                description = "of texts that the client split: as_sent or joined")
        private String parts;

        private void into(ObjectNode submits) {
            octets(submits, "data_codings", codings);
            octets(submits, "source_tons", tons);
            octets(submits, "source_npis", npis);
            SmppLoginCommands.set(submits, "default_data_coding", defaultCoding);
            SmppLoginCommands.set(submits, "http", http);
            SmppLoginCommands.set(submits, "parts", parts);
        }
    }

    /// Where its messages from handsets go.
    static final class InboundSettings {
        @Option(
                names = "--inbound-url",
                paramLabel = "URL",
                description = "gets messages from handsets in the place of the sessions; '' for none")
        private String url;

        @Option(names = "--inbound-method", paramLabel = "METHOD", description = "get or post; default: get")
        private String method;

        @Option(
                names = "--inbound-protocol",
                paramLabel = "PROTOCOL",
                description = "jasmin or kannel; default: jasmin")
        private String protocol;

        private void into(ObjectNode deliveries) {
            SmppLoginCommands.set(deliveries, "inbound_url", url);
            SmppLoginCommands.set(deliveries, "inbound_method", method);
            SmppLoginCommands.set(deliveries, "inbound_protocol", protocol);
            if ("".equals(url)) {
                deliveries.remove("inbound_url");
            }
        }
    }

    private static void octets(ObjectNode body, String name, List<String> values) {
        if (values == null) {
            return;
        }
        ArrayNode octets = body.putArray(name);
        for (String value : values) {
            if (!value.isEmpty()) {
                octets.add(number(name, value));
            }
        }
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException ignored) {
            throw new CliException(name + ": '" + value + "' is not a number");
        }
    }

    @Command(
            name = "rotate",
            description = "Makes another password; the one before stays valid for a while.",
            mixinStandardHelpOptions = true)
    void rotate(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--overlap", paramLabel = "SECONDS", description = "default: a day") Long overlap) {
        ObjectNode body = Client.object();
        set(body, "overlap_seconds", overlap);
        issued(admin().post(PATH + "/" + Client.escaped(id) + "/rotate", body));
    }

    @Command(name = "remove", description = "Removes a login and ends its sessions.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    @Command(
            name = "binds",
            description = "The sessions of a login, in all processes.",
            mixinStandardHelpOptions = true)
    void binds(@Parameters(paramLabel = "ID") String id) {
        output().table(
                        admin().all(PATH + "/" + Client.escaped(id) + "/binds"),
                        column("ID", "/id"),
                        column("MODE", "/mode"),
                        column("FROM", "/address"),
                        column("SMPP", "/smpp_version"),
                        column("TLS", "/encrypted"),
                        column("SINCE", "/bound_at"),
                        column("SUBMITS", "/traffic/submits"),
                        column("ACCEPTED", "/traffic/accepted"),
                        column("THROTTLED", "/traffic/throttled"),
                        column("WAITING", "/traffic/in_progress"),
                        column("DELIVERIES", "/traffic/deliveries"),
                        column("UNANSWERED", "/traffic/unanswered"),
                        column("LIMITED_BY", "/load/submits/limited_by"),
                        column("PER_SECOND", "/load/submits/per_second"),
                        column("CEILING", "/load/submits/ceiling_per_second"),
                        column("RESPONSE_MS", "/load/submits/response_ms"),
                        column("RECEIPTS_LIMITED_BY", "/load/receipts/limited_by"),
                        column("RECEIPT_MS", "/load/receipts/response_ms"));
    }

    @Command(
            name = "trace",
            description =
                    "Stores the PDUs of its sessions for some minutes, and writes them to the server's log; passwords and"
                            + " texts are masked.",
            mixinStandardHelpOptions = true)
    void trace(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--minutes", description = "1 to 60; 0 ends a trace; default: 10", defaultValue = "10")
                    int minutes) {
        String path = PATH + "/" + Client.escaped(id) + "/trace";
        if (minutes == 0) {
            admin().delete(path);
            output().line(null, "not traced any more");
            return;
        }
        JsonNode traced = admin().post(path, Client.object().put("minutes", minutes));
        output().line(traced, "traced until " + traced.get("traced_until").stringValue());
    }

    @Command(
            name = "pdus",
            description = "The PDUs of its traces of the last day, newest first; --json has their octets.",
            mixinStandardHelpOptions = true)
    void pdus(@Parameters(paramLabel = "ID") String id, @Mixin PduFlags wanted) {
        wanted.show(output(), admin(), PATH + "/" + Client.escaped(id));
    }

    @Command(name = "unbind", description = "Ends a session, which may bind again.", mixinStandardHelpOptions = true)
    void unbind(@Parameters(paramLabel = "ID") String id, @Parameters(paramLabel = "BIND") String bind) {
        admin().delete(PATH + "/" + Client.escaped(id) + "/binds/" + Client.escaped(bind));
        output().line(null, "it ends within a second, after the answers that are due");
    }
}
