package io.elchi.server.http;

import static io.elchi.server.contract.Platform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The limits of [HostileRequestsTest] hold over TLS, also for octets below its records.
class HostileTlsTest {
    private static final int PER_ADDRESS = 40;

    @TempDir
    private static Path folder;

    private static SSLContext client;
    private static Platform platform;
    private static String key;
    private static Metrics metrics;

    @BeforeAll
    static void start() {
        TestCertificates.Made made = new TestCertificates(folder).make("server", "EC", 10);
        client = TestCertificates.client(made, null);
        platform = Platform.start(
                Map.of(
                        "http.header_timeout",
                        "500ms",
                        "http.body_timeout",
                        "700ms",
                        "http.max_body",
                        "65536",
                        "http.max_connections_per_address",
                        Integer.toString(PER_ADDRESS),
                        "http.tls_certificate",
                        made.certificate().toString(),
                        "http.tls_key",
                        made.key().toString()),
                client);
        key = platform.key(platform.account("client", platform.root(), "bank"), "'sms:send','sms:read'");
        platform.as(key);
        metrics = platform.server().part(Metrics.class);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static SlowSocket tcp() throws IOException {
        return new SlowSocket("127.0.0.1", platform.server().uri("/").getPort());
    }

    private static SSLSocket over(Socket tcp) throws IOException {
        return (SSLSocket) client.getSocketFactory().createSocket(tcp, "127.0.0.1", tcp.getPort(), true);
    }

    private static Wire wire() throws IOException {
        return new Wire(over(tcp()));
    }

    private static String head(String line, String bearer, String headers) {
        return line + " HTTP/1.1\r\nHost: a\r\n" + (bearer == null ? "" : "Authorization: Bearer " + bearer + "\r\n")
                + headers + "\r\n";
    }

    private static double counted(Metric metric) {
        return metrics.totals(metric).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /// Writes from another thread until there is an answer.
    private static Wire.Answer dripped(Wire wire, String octets) throws IOException {
        Thread drip = Thread.ofVirtual().start(() -> {
            try {
                while (!Thread.interrupted()) {
                    wire.write(octets);
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException ignored) {
                // There is an answer.
            }
        });
        try {
            return wire.read();
        } finally {
            drip.interrupt();
        }
    }

    /// A client hello that arrives octet by octet.
    @Test
    void theHandshakeHasADeadlineAsAWhole() throws Exception {
        double before = counted(Metric.HTTP_HANDSHAKES_FAILED);
        try (SlowSocket tcp = tcp()) {
            tcp.slow();
            SSLSocket socket = over(tcp);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        await("it is counted", () -> counted(Metric.HTTP_HANDSHAKES_FAILED) > before);
    }

    @Test
    void headersHaveADeadlineAsAWhole() throws IOException {
        try (Wire wire = wire()) {
            wire.write("GET /v1/balance HTTP/1.1\r\n");
            assertThat(dripped(wire, "X: y\r\n").code()).isEqualTo("request_timeout");
            assertThat(wire.ends()).isTrue();
        }
    }

    /// One record with a whole request, octet by octet: nothing of it can be read before the last one.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordThatArrivesInPiecesHasTheDeadlineOfTheHeaders(boolean afterARequest) throws Exception {
        try (SlowSocket tcp = tcp();
                SSLSocket socket = over(tcp)) {
            socket.startHandshake();
            Wire wire = new Wire(socket);
            String request = head("GET /health/live", null, "X: " + "y".repeat(8_000) + "\r\n");
            if (afterARequest) {
                assertThat(wire.write(head("GET /health/live", null, "")).read().status())
                        .isEqualTo(200);
            }
            tcp.slow();
            Thread.ofVirtual().start(() -> {
                try {
                    wire.write(request);
                } catch (IOException ignored) {
                    // There is an answer.
                }
            });
            assertThat(wire.read().code()).isEqualTo("request_timeout");
            assertThat(wire.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/sms/send", "/v1/webhooks"})
    void bodiesHaveADeadlineAsAWhole(String path) throws IOException {
        try (Wire wire = wire()) {
            String bearer = path.equals("/v1/webhooks")
                    ? platform.key(platform.account("client", platform.root(), "hooks"), "'webhooks'")
                    : key;
            platform.as(bearer);
            wire.write(head("POST " + path, bearer, "Content-Type: application/json\r\nContent-Length: 60000\r\n"));
            Wire.Answer answer = dripped(wire, " ");
            assertThat(answer.code()).isEqualTo("request_timeout");
            assertThat(answer.header("X-Correlation-Id")).isNotBlank();
            assertThat(wire.ends()).isTrue();
        }
    }

    @Test
    void brokenRequestsAreAnsweredWithProblems() throws IOException {
        String chunked = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
        for (String request : List.of(
                head("POST /v1/sms/send", key, chunked) + "zz\r\n{}\r\n0\r\n\r\n",
                head("G<T /v1/balance", key, ""),
                head("GET /v1/balance?a=%ff", key, ""))) {
            try (Wire wire = wire()) {
                Wire.Answer answer = wire.write(request).read();
                assertThat(answer.status()).as(request).isEqualTo(400);
                assertThat(answer.code()).isEqualTo("malformed_request");
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            }
        }
    }

    @Test
    void whoeverHasNoKeyIsRefusedByTheHeadersAloneAndTheRestIsNotARequest() throws IOException {
        try (Wire wire = wire()) {
            String hidden = head("GET /health/live", null, "");
            wire.write(head("POST /v1/sms/send", null, "Content-Length: " + hidden.length() + "\r\n") + hidden);
            assertThat(wire.read().code()).isEqualTo("unauthorized");
            assertThat(wire.write(head("GET /v1/balance", key, "")).read().status())
                    .isEqualTo(200);
        }
        try (Wire wire = wire()) {
            wire.write(head("POST /v1/sms/send", null, "Content-Length: 1000000\r\n") + "x".repeat(200_000));
            assertThat(wire.read().code()).isEqualTo("unauthorized");
        }
        try (Wire wire = wire()) {
            wire.write(head("POST /v1/sms/send", key, "Content-Type: application/json\r\nContent-Length: 70000\r\n"));
            assertThat(wire.read().status()).isEqualTo(413);
        }
    }

    @Test
    void oneAddressHasSoManyConnectionsAndNoMore() throws IOException {
        List<Socket> open = new ArrayList<>();
        double before = counted(Metric.HTTP_CONNECTIONS_REFUSED);
        try {
            // Those that are accepted end after a time, so the number needed is not known.
            while (counted(Metric.HTTP_CONNECTIONS_REFUSED) < before + PER_ADDRESS) {
                assertThat(open).hasSizeLessThan(100 * PER_ADDRESS);
                open.add(tcp());
            }
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
        await("a connection is free", () -> {
            try (Wire wire = wire()) {
                return wire.write(head("GET /health/live", null, "")).read().status() == 200;
            } catch (IOException ignored) {
                return false;
            }
        });
    }
}
