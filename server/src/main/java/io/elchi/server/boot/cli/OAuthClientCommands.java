package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi oauth-clients`
@Command(name = "oauth-clients", description = "OAuth2 clients, which get short tokens for a secret.")
final class OAuthClientCommands extends Group {
    private static final String PATH = "/admin/v1/oauth-clients";

    @Command(name = "list", description = "An account's clients.", mixinStandardHelpOptions = true)
    void list(@Parameters(paramLabel = "ACCOUNT", description = "its id") long account) {
        output().table(
                        admin().get(query(PATH, "account_id", account)),
                        column("ID", "/id"),
                        column("NAME", "/name"),
                        column("CLIENT ID", "/client_id"),
                        column("SCOPES", "/scopes"),
                        column("FROM", "/ip_whitelist"),
                        column("STATUS", "/status"),
                        column("EXPIRES", "/expires_at"),
                        column("LAST USED", "/last_used_at"));
    }

    @Command(
            name = "add",
            description = "Makes a client; its secret is shown this once.",
            mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "ACCOUNT", description = "its id") long account,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            defaultValue = "sms:send,sms:read",
                            description =
                                    "sms:send, sms:read, sms:test, sms:binary, templates, webhooks; for staff admin, role:noc, role:finance,"
                                            + " role:charges, role:sales, role:support; default: the first two")
                    List<String> scopes,
            @Option(
                            names = "--from",
                            paramLabel = "CIDR",
                            split = ",",
                            description = "from where it and its tokens may be used")
                    List<String> networks,
            @Option(names = "--expires", paramLabel = "TIME", description = "RFC 3339; default: never")
                    String expires) {
        ObjectNode body = Client.object().put("account_id", account).put("name", name);
        ArrayNode wanted = body.putArray("scopes");
        scopes.forEach(wanted::add);
        if (networks != null) {
            ArrayNode allowed = body.putArray("ip_whitelist");
            networks.forEach(allowed::add);
        }
        set(body, "expires_at", expires);
        shown(admin().post(PATH, body));
    }

    private void shown(JsonNode made) {
        output().line(
                        made,
                        "client " + made.at("/client/id") + ", client_id "
                                + made.at("/client/client_id").stringValue() + ", client_secret, shown this once: "
                                + made.get("secret").stringValue());
    }

    @Command(
            name = "rotate",
            description = "Gives a client a new secret; the one before stays valid for a while.",
            mixinStandardHelpOptions = true)
    void rotate(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--overlap", paramLabel = "SECONDS", description = "default: a day") Long overlap) {
        ObjectNode body = Client.object();
        set(body, "overlap_seconds", overlap);
        shown(admin().post(PATH + "/" + Client.escaped(id) + "/rotate", body));
    }

    @Command(
            name = "revoke",
            description = "Ends a client and all its tokens, at once and for ever.",
            mixinStandardHelpOptions = true)
    void revoke(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "revoked");
    }
}
