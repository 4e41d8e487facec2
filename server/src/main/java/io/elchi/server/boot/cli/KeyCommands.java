package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import io.elchi.server.http.ClientCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi keys`
@Command(name = "keys", description = "API keys.")
final class KeyCommands extends Group {
    private static final String PATH = "/admin/v1/api-keys";

    @Command(name = "list", description = "An account's keys.", mixinStandardHelpOptions = true)
    void list(@Parameters(paramLabel = "ACCOUNT", description = "its id") long account) {
        output().table(
                        admin().get(query(PATH, "account_id", account)),
                        column("ID", "/id"),
                        column("NAME", "/name"),
                        column("PREFIX", "/prefix"),
                        column("SCOPES", "/scopes"),
                        column("FROM", "/ip_whitelist"),
                        column("STATUS", "/status"),
                        column("CERTIFICATE", "/certificate_sha256"),
                        column("EXPIRES", "/expires_at"),
                        column("LAST USED", "/last_used_at"));
    }

    @Command(name = "create", description = "Issues a key; it is shown this once.", mixinStandardHelpOptions = true)
    void create(
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
            @Option(names = "--from", paramLabel = "CIDR", split = ",", description = "from where it may be used")
                    List<String> networks,
            @Option(names = "--expires", paramLabel = "TIME", description = "RFC 3339; default: never") String expires,
            @Option(
                            names = "--certificate",
                            paramLabel = "FILE",
                            description = "PEM file with the client certificate with which alone it is accepted")
                    Path certificate) {
        ObjectNode body = Client.object().put("account_id", account).put("name", name);
        ArrayNode wanted = body.putArray("scopes");
        scopes.forEach(wanted::add);
        if (networks != null) {
            ArrayNode allowed = body.putArray("ip_whitelist");
            networks.forEach(allowed::add);
        }
        set(body, "expires_at", expires);
        set(body, "certificate_sha256", certificate == null ? null : sha256(certificate));
        issued(admin().post(PATH, body));
    }

    /// Of the first certificate in the file.
    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return HexFormat.of().formatHex(ClientCertificate.hash(certificate));
        } catch (NoSuchFileException ignored) {
            throw new CliException("there is no file " + file);
        } catch (IOException | CertificateException e) {
            throw new CliException(file + " has no certificate in PEM: " + e.getMessage());
        }
    }

    private void issued(JsonNode issued) {
        output().line(
                        issued,
                        "key " + issued.at("/key/id") + ", shown this once: "
                                + issued.get("secret").stringValue());
    }

    @Command(
            name = "rotate",
            description = "Issues a key that takes over; the one before stays valid for a while.",
            mixinStandardHelpOptions = true)
    void rotate(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--overlap", paramLabel = "SECONDS", description = "default: a day") Long overlap) {
        ObjectNode body = Client.object();
        set(body, "overlap_seconds", overlap);
        issued(admin().post(PATH + "/" + Client.escaped(id) + "/rotate", body));
    }

    @Command(name = "revoke", description = "Ends a key, at once and for ever.", mixinStandardHelpOptions = true)
    void revoke(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "revoked");
    }
}
