package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.http.OutgoingClient.ForbiddenAddressException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingClientTest {
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.US_ASCII);

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private URI answering(Answer answer) {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            try {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    private static OutgoingClient.Answer post(URI to, Duration timeout) throws IOException {
        try (OutgoingClient client = new OutgoingClient(4, 4, timeout, true)) {
            return client.post(to, Map.of("webhook-id", "1"), JSON);
        }
    }

    @Test
    void anAnswerIsReadToItsBeginning() throws Exception {
        URI to = answering(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "17");
            byte[] body = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        OutgoingClient.Answer answer = post(to, Duration.ofSeconds(30));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(answer.body()).isEqualTo("x".repeat(8 * 1024));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "12345678901", "Tue, 24 Nov 2026 00:00:00 GMT"})
    void aRetryAfterThatIsNoNumberOfSecondsIsNone(String header) throws Exception {
        URI to = answering(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", header);
            exchange.sendResponseHeaders(429, -1);
        });
        assertThat(post(to, Duration.ofSeconds(30)).retryAfter()).isNull();
    }

    @Test
    void noRedirectIsFollowed() throws Exception {
        URI to = answering(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });
        assertThat(post(to, Duration.ofSeconds(30)).status()).isEqualTo(307);
        assertThat(asked).hasValue(1);
    }

    @Test
    void anEndpointThatSaysNothingHasItsTime() {
        URI to = answering(_ -> over.await());
        assertThatThrownBy(() -> post(to, Duration.ofMillis(200))).isInstanceOf(SocketTimeoutException.class);
    }

    /// Each octet comes in time; all of them never.
    @Test
    void anEndpointThatDripsHasNoMoreTime() {
        URI to = answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (over.getCount() > 0) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                Thread.sleep(20);
            }
        });
        assertThatThrownBy(() -> post(to, Duration.ofMillis(500)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("PT0.5S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "10.1.2.3",
                "169.254.169.254",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[fe80::1]",
                "[fd00::1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "0.0.0.0",
                "2130706433"
            })
    void privateAddressesAreNotConnectedTo(String host) {
        answering(exchange -> exchange.sendResponseHeaders(200, -1));
        URI to = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/");
        try (OutgoingClient client = new OutgoingClient(4, 4, Duration.ofSeconds(5), false)) {
            assertThatThrownBy(() -> client.post(to, Map.of(), JSON)).isInstanceOf(ForbiddenAddressException.class);
        }
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.255.0.1",
                "169.254.1.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:2::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "4000::1"
            })
    void thisIsNoPublicAddress(String address) throws Exception {
        assertThat(OutgoingClient.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "192.169.0.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.1",
                "2001:200::1",
                "2606:4700::1111",
                "2a00:1450::1",
                "3ffe::1"
            })
    void thisIsOne(String address) throws Exception {
        assertThat(OutgoingClient.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
