package io.elchi.server.http;

import static io.elchi.server.contract.Platform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elchi.server.boot.TestServer;
import io.elchi.server.config.Config;
import io.elchi.server.core.Clock;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The public port with certificates that keytool made.
class PublicTlsTest {
    private static final String GET = "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Correlation-Id: c-1\r\n\r\n";

    @TempDir
    private static Path folder;

    private static TestCertificates.Made first;
    private static TestCertificates.Made second;
    private static TestCertificates.Made bank;

    @BeforeAll
    static void certificates() {
        TestCertificates certificates = new TestCertificates(folder);
        first = certificates.make("first", "EC", 100);
        second = certificates.make("second", "RSA", 200);
        bank = certificates.make("bank", "EC", 10);
    }

    private static Map<String, String> files(TestCertificates.Made made) {
        return Map.of(
                "http.tls_certificate", made.certificate().toString(),
                "http.tls_key", made.key().toString());
    }

    private static SSLSocket connect(
            TestServer server, TestCertificates.Made trusted, TestCertificates.Made own, String... protocols)
            throws IOException {
        SSLSocket socket = (SSLSocket) TestCertificates.client(trusted, own)
                .getSocketFactory()
                .createSocket("127.0.0.1", server.uri("/").getPort());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private static void ask(TestServer server, TestCertificates.Made trusted, TestCertificates.Made own)
            throws IOException {
        try (Wire wire = new Wire(connect(server, trusted, own))) {
            assertThat(wire.write(GET).read().status()).isEqualTo(200);
            assertThat(wire.write(GET).read().status()).isEqualTo(200);
        }
    }

    private static void put(TestCertificates.Made from, Path certificate, Path key) throws IOException {
        Files.copy(from.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), key, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void speaksTls12And13AndNothingOlder() throws IOException {
        try (TestServer server = TestServer.start(files(first))) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = connect(server, first, null, protocol);
                        Wire wire = new Wire(socket)) {
                    assertThat(wire.write(GET).read().status()).isEqualTo(200);
                    assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                }
            }
            Metrics metrics = server.part(Metrics.class);
            double before = metrics.totals(Metric.HTTP_HANDSHAKES_FAILED).get(List.of());
            try (Socket socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
                socket.getOutputStream().write(helloOfTls11());
                // No handshake record: an alert, or the end.
                assertThat(socket.getInputStream().read()).isNotEqualTo(22);
            }
            await(
                    "the failed handshake is counted",
                    () -> metrics.totals(Metric.HTTP_HANDSHAKES_FAILED).get(List.of()) > before);
        }
    }

    /// A ClientHello whose highest version is TLS 1.1 (RFC 4346, 7.4.1.2), with suites that every version has.
    private static byte[] helloOfTls11() {
        byte[] body = ByteBuffer.allocate(47)
                .put(new byte[] {3, 2})
                .put(new byte[32])
                .put((byte) 0)
                .putShort((short) 6)
                .put(new byte[] {(byte) 0xC0, 0x09, (byte) 0xC0, 0x13, 0, 0x2F})
                .put(new byte[] {1, 0})
                .putShort((short) 0)
                .array();
        return ByteBuffer.allocate(9 + body.length)
                .put(new byte[] {22, 3, 1})
                .putShort((short) (4 + body.length))
                .put(new byte[] {1, 0})
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    /// A client that forgot the s is told so, and HTTP/2 is not spoken unless it is configured.
    @Test
    void plainHttpAndHttp2() throws IOException {
        try (TestServer server = TestServer.start(files(first), TestCertificates.client(first, null))) {
            try (Wire wire = new Wire(server.uri("/"))) {
                assertThat(wire.write(GET).read().status()).isEqualTo(400);
            }
            assertThat(version(server)).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        Map<String, String> settings = new HashMap<>(files(first));
        settings.put("http.http2", "true");
        try (TestServer server = TestServer.start(settings, TestCertificates.client(first, null))) {
            assertThat(version(server)).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    private static HttpClient.Version version(TestServer server) {
        return server.send(HttpRequest.newBuilder(server.uri("/health/live")).build())
                .version();
    }

    @Test
    void aNewCertificateIsUsedWithoutARestartAndABrokenOneIsNot() throws Exception {
        Path certificate = folder.resolve("server.pem");
        Path key = folder.resolve("server-key.pem");
        put(first, certificate, key);
        try (TestServer server = TestServer.start(
                Map.of("http.tls_certificate", certificate.toString(), "http.tls_key", key.toString()))) {
            PublicTls tls = server.part(PublicTls.class);
            Metrics metrics = server.part(Metrics.class);
            try (Wire open = new Wire(connect(server, first, null))) {
                open.write(GET).read();
                assertThat(expires(server)).isBetween(99 * 86_400.0, 100 * 86_400.0);
                put(second, certificate, key);
                tls.reload();
                ask(server, second, null);
                assertThatThrownBy(() -> ask(server, first, null)).isInstanceOf(SSLException.class);
                assertThat(expires(server)).isBetween(199 * 86_400.0, 200 * 86_400.0);
                assertThat(open.write(GET).read().status()).isEqualTo(200);
            }
            for (String broken : List.of("nothing", Files.readString(first.key()))) {
                Files.writeString(key, broken);
                tls.reload();
                tls.reload();
                ask(server, second, null);
                String ready = server.manage("GET", "/health/ready", null).body();
                assertThat(ready).contains("the former certificate is in use").doesNotContain(folder.toString());
            }
            assertThat(metrics.totals(Metric.HTTP_CERTIFICATE_RELOADS))
                    .containsEntry(List.of("loaded"), 1.0)
                    .containsEntry(List.of("failed"), 2.0);
            put(second, certificate, key);
            tls.reload();
            assertThat(server.manage("GET", "/health/ready", null).body()).contains("expires in 199 days");
        }
    }

    private static double expires(TestServer server) {
        return server.part(Metrics.class)
                .scrape()
                .lines()
                .filter(line -> line.startsWith("elchi_http_certificate_expires_seconds "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClientCertificateIsRequired() throws IOException {
        Map<String, String> settings = new HashMap<>(files(first));
        settings.put("http.tls_client_ca", bank.certificate().toString());
        try (TestServer server = TestServer.start(settings)) {
            ask(server, first, bank);
            assertThatThrownBy(() -> ask(server, first, null)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(server, first, second)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCertificateThatIsWantedIsLoggedWithTheRequestsCorrelation() throws IOException {
        Map<String, String> settings = new HashMap<>(files(first));
        settings.put("http.tls_client_ca", bank.certificate().toString());
        settings.put("http.tls_client_certificates", "wanted");
        settings.put("log.level", "info");
        try (TestServer server = TestServer.start(settings)) {
            Logger logger = (Logger) LoggerFactory.getLogger(ClientCertificate.class);
            ListAppender<ILoggingEvent> lines = new ListAppender<>();
            lines.start();
            logger.addAppender(lines);
            try {
                ask(server, first, null);
                assertThat(lines.list).isEmpty();
                ask(server, first, bank);
            } finally {
                logger.detachAppender(lines);
            }
            assertThat(lines.list).singleElement().satisfies(line -> {
                assertThat(line.getFormattedMessage()).contains("CN=bank").contains("O=Bank");
                assertThat(line.getMDCPropertyMap())
                        .containsEntry("correlation_id", "c-1")
                        .hasEntrySatisfying(
                                "client_certificate",
                                subject -> assertThat(subject).contains("CN=bank"));
            });
        }
    }

    @Test
    void filesThatCannotBeUsedStopTheStartWithTheSettingsName() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path pkcs1 = Files.writeString(
                folder.resolve("pkcs1.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> of(folder.resolve("none.pem"), first.key()))
                .hasMessageMatching("http.tls_certificate: there is no file .*none.pem");
        assertThatThrownBy(() -> of(empty, first.key()))
                .hasMessageMatching("http.tls_certificate: .*empty.pem has no certificate in PEM");
        assertThatThrownBy(() -> of(first.certificate(), pkcs1))
                .hasMessageMatching("http.tls_key: .*pkcs1.pem has a key of the form 'RSA PRIVATE KEY', not"
                        + " unencrypted PKCS#8; convert it with: openssl pkcs8 .*");
        assertThatThrownBy(() -> of(first.certificate(), second.key()))
                .hasMessageMatching("http.tls_key: .* is not the key of the first certificate in .*first.pem");
        assertThatThrownBy(() -> Config.record("http", HttpProperties.class, Map.of("tls_key", "a.pem")))
                .hasMessageContaining("tls_certificate and tls_key belong together");
        assertThatThrownBy(() -> Config.record("http", HttpProperties.class, Map.of("http2", "true")))
                .hasMessageContaining("need tls_certificate");
    }

    private static PublicTls of(Path certificate, Path key) {
        return PublicTls.of(
                Config.record(
                        "http",
                        HttpProperties.class,
                        Map.of("tls_certificate", certificate.toString(), "tls_key", key.toString())),
                Clock.SYSTEM);
    }

    @Test
    void keysOfEachKindAreRead() throws IOException {
        TestCertificates.Made edwards = new TestCertificates(folder).make("edwards", "Ed25519", 1);
        for (TestCertificates.Made made : List.of(first, second, edwards)) {
            X509Certificate certificate = PemFiles.certificates(Files.readAllBytes(made.certificate()))
                    .getFirst();
            assertThat(PemFiles.match(PemFiles.key(Files.readAllBytes(made.key())), certificate.getPublicKey()))
                    .isTrue();
        }
    }
}
