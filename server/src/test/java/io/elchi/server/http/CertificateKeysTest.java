package io.elchi.server.http;

import static io.elchi.server.contract.Platform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Keys that are bound to a client certificate, over real connections: the fast path and Spring's chain judge
/// alike.
class CertificateKeysTest {
    private static final String SCOPES = "['sms:send','sms:read','webhooks']";

    /// Of a message from an account that has no such sender: only a known caller learns that.
    private static final String KNOWN = "sender_not_allowed";

    @TempDir
    private static Path folder;

    private static TestCertificates.Made own;
    private static TestCertificates.Made bankCa;
    private static TestCertificates.Made otherCa;
    private static TestCertificates certificates;
    private static Map<String, String> settings;
    private static Platform platform;
    private static long bank;

    @BeforeAll
    static void start() {
        certificates = new TestCertificates(folder);
        own = certificates.make("server", "EC", 100);
        bankCa = certificates.make("bank-ca", "EC", 100);
        otherCa = certificates.make("other-ca", "EC", 100);
        settings = Map.of(
                "http.tls_certificate",
                own.certificate().toString(),
                "http.tls_key",
                own.key().toString(),
                "http.tls_client_ca",
                bankCa.certificate().toString(),
                "http.tls_client_certificates",
                "wanted");
        platform = Platform.start(settings, TestCertificates.client(own, null));
        bank = platform.account("client", platform.root(), "bank");
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    /// A certificate, and a key that is bound to it.
    private record Bound(TestCertificates.Made certificate, long id, String secret) {}

    private static String sha256(TestCertificates.Made made) {
        try (InputStream in = new FileInputStream(made.certificate().toFile())) {
            return HexFormat.of().formatHex(ClientCertificate.hash((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bound bound(String name) {
        return bound(certificates.sign(bankCa, name, "CN=" + name + ",O=Bank", 10), "");
    }

    private static Bound bound(TestCertificates.Made certificate, String more) {
        JsonNode issued = platform.admin()
                .post(
                        "/admin/v1/api-keys",
                        "{'account_id':%d,'name':'bound','scopes':%s,'certificate_sha256':'%s'%s}"
                                .formatted(bank, SCOPES, sha256(certificate), more))
                .is(201);
        Bound bound = new Bound(
                certificate,
                issued.at("/key/id").longValue(),
                issued.get("secret").stringValue());
        assertThat(issued.at("/key/certificate_sha256").stringValue()).isEqualTo(sha256(certificate));
        return bound;
    }

    private static Wire connect(TestServer server, TestCertificates.Made shown) {
        return connect(server, TestCertificates.client(own, shown));
    }

    private static Wire connect(TestServer server, SSLContext tls) {
        try {
            return new Wire(tls.getSocketFactory()
                    .createSocket("127.0.0.1", server.uri("/").getPort()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Asks Spring's chain.
    private static int read(Wire wire, String headers) throws IOException {
        return wire.write("GET /v1/webhooks HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n")
                .read()
                .status();
    }

    /// Asks the fast path.
    private static Wire.Answer send(Wire wire, String headers) throws IOException {
        String body = "{\"to\":\"+998901234567\",\"from\":\"Bank\",\"text\":\"a\"}";
        return wire.write("POST /v1/sms/send HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + headers
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .read();
    }

    private static String bearer(String secret) {
        return "Authorization: Bearer " + secret + "\r\n";
    }

    /// Two requests of each path on one connection.
    private static void judged(TestServer server, TestCertificates.Made shown, String headers, boolean granted)
            throws IOException {
        try (Wire wire = connect(server, shown)) {
            for (int i = 0; i < 2; i++) {
                assertThat(read(wire, headers)).isEqualTo(granted ? 200 : 401);
                assertThat(send(wire, headers).code()).isEqualTo(granted ? KNOWN : "unauthorized");
            }
        }
    }

    private static void awaitKnown(TestServer server, Bound key) {
        await("the key is known", () -> {
            try (Wire wire = connect(server, key.certificate)) {
                return read(wire, bearer(key.secret)) == 200;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void theCertificateStandsForItsKeyAndNoOtherCertificateDoes() throws IOException {
        Bound key = bound("core");
        awaitKnown(platform.server(), key);
        TestCertificates.Made sibling = certificates.sign(bankCa, "sibling", "CN=sibling,O=Bank", 10);
        TestCertificates.Made twin = certificates.sign(bankCa, "twin", "CN=core,O=Bank", 10);
        TestCertificates.Made foreign = certificates.sign(otherCa, "foreign", "CN=core,O=Bank", 10);
        judged(platform.server(), key.certificate, "", true);
        judged(platform.server(), sibling, "", false);
        judged(platform.server(), twin, "", false);
        judged(platform.server(), null, "", false);
        // A usual client shows no certificate to a server that names other authorities.
        judged(platform.server(), foreign, "", false);
        assertThatThrownBy(() -> {
                    try (Wire wire = connect(platform.server(), TestCertificates.insistingClient(own, foreign))) {
                        read(wire, "");
                    }
                })
                .isInstanceOf(IOException.class);
        // Another scheme is another proof: the certificate does not stand in for it.
        judged(platform.server(), key.certificate, "Authorization: Basic YTpi\r\n", false);
    }

    @Test
    void theSecretIsAcceptedWithTheCertificateAlone() throws IOException {
        Bound key = bound("secret");
        Bound other = bound("secret-2");
        awaitKnown(platform.server(), key);
        awaitKnown(platform.server(), other);
        judged(platform.server(), key.certificate, bearer(key.secret), true);
        judged(platform.server(), other.certificate, bearer(key.secret), false);
        judged(platform.server(), null, bearer(key.secret), false);
        // The header takes precedence when its key is bound to no certificate.
        String free = platform.key(bank, "'sms:send','webhooks'");
        platform.as(free);
        judged(platform.server(), key.certificate, bearer(free), true);
        String unknown = free.substring(0, free.length() - 1) + (free.endsWith("A") ? "B" : "A");
        judged(platform.server(), key.certificate, bearer(unknown), false);
    }

    /// The answer does not tell that the secret is right. The account's list of refusals does.
    @Test
    void theAnswerWithoutTheCertificateIsThatOfAnUnknownKey() throws IOException {
        Bound key = bound("quiet");
        awaitKnown(platform.server(), key);
        try (Wire wire = connect(platform.server(), (TestCertificates.Made) null)) {
            String correlation = "X-Correlation-Id: bound-1\r\n";
            Wire.Answer bound = send(wire, correlation + bearer(key.secret));
            Wire.Answer unknown = send(wire, correlation + bearer("elchi_aaaaaaaa_" + "A".repeat(43)));
            assertThat(bound.body()).isEqualTo(unknown.body());
            assertThat(bound.head().replaceAll("(?m)^Date:.*$", ""))
                    .isEqualTo(unknown.head().replaceAll("(?m)^Date:.*$", ""));
        }
        await(
                "the refusal is recorded for the key",
                () -> platform.admin()
                        .get("/admin/v1/refusals?account_id=" + bank)
                        .is(200)
                        .get("items")
                        .valueStream()
                        .anyMatch(refusal -> refusal.get("api_key_id").longValue() == key.id
                                && refusal.get("code").stringValue().equals("unauthorized")));
    }

    @Test
    void networksAndExpiryHoldForTheCertificate() throws IOException {
        Bound elsewhere =
                bound(certificates.sign(bankCa, "elsewhere", "CN=elsewhere", 10), ",'ip_whitelist':['192.0.2.0/24']");
        await("the key is known", () -> {
            try (Wire wire = connect(platform.server(), elsewhere.certificate)) {
                return read(wire, "") == 403;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Wire wire = connect(platform.server(), elsewhere.certificate)) {
            assertThat(send(wire, "").code()).isEqualTo("ip_not_allowed");
        }
    }

    @Test
    void aPageOfAnotherSiteCannotUseTheCertificateOfABrowser() throws IOException {
        Bound key = bound("browser");
        awaitKnown(platform.server(), key);
        judged(platform.server(), key.certificate, "Sec-Fetch-Site: cross-site\r\n", false);
        judged(platform.server(), key.certificate, "Origin: https://evil.example\r\n", false);
    }

    @Test
    void anotherProcessLearnsOfTheKeyAndOfItsEnd() throws IOException {
        try (TestServer second = platform.server().join(Set.of(Role.GATEWAY), settings)) {
            Bound key = bound("second");
            awaitKnown(second, key);
            judged(second, key.certificate, "", true);
            judged(second, null, bearer(key.secret), false);
            try (Wire open = connect(second, key.certificate)) {
                assertThat(read(open, "")).isEqualTo(200);
                platform.admin().delete("/admin/v1/api-keys/" + key.id).is(204);
                await("the other process knows that it is revoked", () -> {
                    try {
                        return read(open, "") == 401;
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            judged(second, key.certificate, "", false);
            judged(second, key.certificate, bearer(key.secret), false);
            // The certificate is free for another key.
            Bound next = bound(key.certificate, "");
            awaitKnown(second, next);
            judged(second, key.certificate, "", true);
        }
    }

    @Test
    void aCertificateNamesOneKey() throws IOException {
        Bound key = bound("one");
        String body = "{'account_id':%d,'name':'b','scopes':%s,'certificate_sha256':'%s'}"
                .formatted(bank, SCOPES, sha256(key.certificate));
        platform.admin().post("/admin/v1/api-keys", body).isProblem(409, "conflict", "certificate_sha256");
        JsonNode next = platform.admin()
                .post("/admin/v1/api-keys/" + key.id + "/rotate", "{'overlap_seconds':600}")
                .is(201);
        assertThat(next.at("/key/certificate_sha256").stringValue()).isEqualTo(sha256(key.certificate));
        Bound renewed = new Bound(
                key.certificate,
                next.at("/key/id").longValue(),
                next.get("secret").stringValue());
        awaitKnown(platform.server(), renewed);
        judged(platform.server(), key.certificate, bearer(key.secret), true);
        judged(platform.server(), null, bearer(key.secret), false);
        judged(platform.server(), null, bearer(renewed.secret), false);
        assertThat(actorOfAWebhook(connect(platform.server(), key.certificate), "")
                        .get("api_key_id")
                        .longValue())
                .isEqualTo(renewed.id);
    }

    /// Makes a webhook and reads who the audit says made it.
    private static JsonNode actorOfAWebhook(Wire wire, String headers) throws IOException {
        String body = "{\"url\":\"https://example.org/hook\"}";
        try (wire) {
            Wire.Answer made = wire.write("POST /v1/webhooks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                            + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .read();
            assertThat(made.status()).as(made.body()).isEqualTo(201);
        }
        return platform.admin()
                .get("/admin/v1/audit?object=webhooks.endpoints&limit=1")
                .is(200)
                .at("/items/0/entry/actor");
    }

    @Test
    void theAuditNamesTheKeyAndTheCertificateThatStoodForIt() throws IOException {
        Bound key = bound("audited");
        awaitKnown(platform.server(), key);
        JsonNode actor = actorOfAWebhook(connect(platform.server(), key.certificate), "");
        assertThat(actor.get("kind").stringValue()).isEqualTo("key");
        assertThat(actor.get("api_key_id").longValue()).isEqualTo(key.id);
        assertThat(actor.get("certificate").stringValue()).isEqualTo(sha256(key.certificate));
        JsonNode bySecret = actorOfAWebhook(connect(platform.server(), key.certificate), bearer(key.secret));
        assertThat(bySecret.get("api_key_id").longValue()).isEqualTo(key.id);
        assertThat(bySecret.has("certificate")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aResumedSessionKeepsItsCertificate(String protocol) throws IOException {
        Bound key = bound("resumed-" + protocol);
        awaitKnown(platform.server(), key);
        SSLContext tls = TestCertificates.client(own, key.certificate);
        long first = sessionBegun(tls, protocol);
        assertThat(sessionBegun(tls, protocol)).isEqualTo(first);
    }

    /// Sends a request, and says when the TLS session began: of a resumed one, at the first connection.
    private static long sessionBegun(SSLContext tls, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory()
                .createSocket("127.0.0.1", platform.server().uri("/").getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        try (Wire wire = new Wire(socket)) {
            assertThat(read(wire, "")).isEqualTo(200);
            assertThat(send(wire, "").code()).isEqualTo(KNOWN);
            return socket.getSession().getCreationTime();
        }
    }
}
