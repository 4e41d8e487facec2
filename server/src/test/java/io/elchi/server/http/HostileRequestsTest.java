package io.elchi.server.http;

import static io.elchi.server.contract.Platform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a stranger can do with octets, and with time, to a whole server with short limits.
class HostileRequestsTest {
    private static final int PER_ADDRESS = 40;

    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of(
            "http.header_timeout", "500ms",
            "http.body_timeout", "700ms",
            "http.max_body", "65536",
            "http.max_connections_per_address", Integer.toString(PER_ADDRESS)));

    private static final String KEY =
            PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "bank"), "'sms:send','sms:read'");
    private static final String ADMIN = PLATFORM.key(PLATFORM.root(), "'admin'");
    private static final Metrics METRICS = PLATFORM.server().part(Metrics.class);

    static {
        PLATFORM.as(KEY);
        PLATFORM.as(ADMIN);
    }

    private static Wire wire() throws IOException {
        return new Wire(PLATFORM.server().uri("/"));
    }

    private static String head(String line, String key, String headers) {
        return line + " HTTP/1.1\r\nHost: a\r\n" + (key == null ? "" : "Authorization: Bearer " + key + "\r\n")
                + headers + "\r\n";
    }

    private static double counted(String status) {
        return METRICS.totals(Metric.HTTP_REQUESTS).entrySet().stream()
                .filter(each -> each.getKey().get(1).equals(status))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /// The key is looked at before the body, whatever would read it: not one octet of it is sent here.
    @ParameterizedTest
    @CsvSource({
        "POST /v1/sms/send,application/json",
        "POST /v1/sms/batch,application/json",
        "POST /v1/webhooks,application/json",
        "POST /admin/v1/accounts,application/json",
        "POST /admin/v1/accounts,application/x-www-form-urlencoded",
        "PUT /admin/v1/accounts/1/status,application/x-www-form-urlencoded",
        "PATCH /v1/webhooks/1,application/x-www-form-urlencoded",
        "DELETE /v1/webhooks/1,application/x-www-form-urlencoded",
        "POST /admin/v1/accounts,multipart/form-data; boundary=x",
        "PUT /nothing,application/x-www-form-urlencoded",
    })
    void whoeverHasNoKeyIsRefusedByTheHeadersAlone(String line, String type) throws IOException {
        for (String key : new String[] {null, "elchi_abcdefgh_0123456789012345678901234567890123456789012"}) {
            try (Wire wire = wire()) {
                wire.write(head(line, key, "Content-Type: " + type + "\r\nContent-Length: 60000\r\n"));
                assertThat(wire.read().code()).isEqualTo("unauthorized");
            }
        }
    }

    @Test
    void aFormIsNotReadByTheContainerEither() throws IOException {
        try (Wire wire = wire()) {
            wire.write(head(
                    "POST /admin/v1/accounts?limit=1",
                    ADMIN,
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n"));
            assertThat(wire.read().code()).isIn("unsupported_media_type", "unknown_parameter");
        }
    }

    /// A hundred clients keep their connections open, and send an octet of a header now and then.
    @Test
    void headersHaveADeadlineAsAWhole() throws IOException {
        double before = counted("408");
        try (Wire wire = wire()) {
            wire.write("GET /v1/balance HTTP/1.1\r\n");
            Wire.Answer answer = dripped(wire, "X: y\r\n");
            assertThat(answer.code()).isEqualTo("request_timeout");
            assertThat(wire.ends()).isTrue();
        }
        await("it is counted", () -> counted("408") > before);
    }

    /// Empty lines before a request are ignored (RFC 9112, 2.2), and are a part of its headers' time.
    @Test
    void emptyLinesBeforeARequestHaveTheSameDeadline() throws IOException {
        try (Wire wire = wire()) {
            wire.write("\r\n");
            assertThat(dripped(wire, "\r\n").code()).isEqualTo("request_timeout");
            assertThat(wire.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/sms/send", "/v1/webhooks", "/admin/v1/accounts"})
    void bodiesHaveADeadlineAsAWhole(String path) throws IOException {
        String key = path.startsWith("/admin") ? ADMIN : path.equals("/v1/webhooks") ? hooks() : KEY;
        double before = counted("408");
        try (Wire wire = wire()) {
            wire.write(head("POST " + path, key, "Content-Type: application/json\r\nContent-Length: 60000\r\n"));
            Wire.Answer answer = dripped(wire, " ");
            assertThat(answer.code()).isEqualTo("request_timeout");
            assertThat(answer.header("X-Correlation-Id")).isNotBlank();
            assertThat(wire.ends()).isTrue();
        }
        await("it is counted", () -> counted("408") > before);
    }

    private static String hooks() {
        String key = PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "hooks"), "'webhooks'");
        PLATFORM.as(key);
        return key;
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

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sms/send", "/admin/v1/accounts"})
    void brokenBodiesAreTheClientsFault(String path) throws IOException {
        String head = head(
                "POST " + path,
                path.startsWith("/admin") ? ADMIN : KEY,
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n");
        double before = counted("400");
        for (String body : List.of("zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}xx", "-1\r\n{}\r\n0\r\n\r\n")) {
            try (Wire wire = wire()) {
                Wire.Answer answer = wire.write(head).write(body).read();
                assertThat(answer.status()).as("%s", answer).isEqualTo(400);
                assertThat(answer.code()).isEqualTo("malformed_request");
                assertThat(answer.header("X-Correlation-Id")).isNotBlank();
            }
        }
        try (Wire wire = wire()) {
            Wire.Answer answer = wire.write(head.replace("Transfer-Encoding: chunked", "Content-Length: 100"))
                    .write("{")
                    .end()
                    .read();
            assertThat(answer.code()).isEqualTo("malformed_request");
        }
        // An answer is counted after it is written: one of the test before may be among them.
        await("all four are counted", () -> counted("400") >= before + 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/balance?a=%ff HTTP/1.1 | 400 | malformed_request",
                "GET /v1/balance?%ff HTTP/1.1 | 400 | malformed_request",
                "GET /admin/v1/mccmnc?cursor=a%00 HTTP/1.1 | 400 | malformed_request",
                "GET /v1/balance?a=%f HTTP/1.1 | 400 | malformed_request",
                "GET /admin/v1/accounts?type=%ff HTTP/1.1 | 400 | malformed_request",
                "POST /v1/sms/send?a=%ff HTTP/1.1 | 400 | malformed_request",
                "GET /v1/balance?=1 HTTP/1.1 | 400 | malformed_request",
                "GET /v1/balance?a=1 HTTP/1.1 | 400 | unknown_parameter",
                "GET /admin/v1/accounts?limits=1 HTTP/1.1 | 400 | unknown_parameter",
                "GET /admin/v1/accounts?limit=1&limit=2 HTTP/1.1 | 400 | invalid_field",
                "POST /v1/sms/send?a=1 HTTP/1.1 | 400 | unknown_parameter",
                "GET /health/live?a=1 HTTP/1.1 | 400 | unknown_parameter",
                "GET /admin/v1/accounts?limit=1 HTTP/1.1 | 200 | none",
                "GET /v1/balance? HTTP/1.1 | 200 | none",
                "TRACE /v1/balance HTTP/1.1 | 405 | method_not_allowed",
                "TRACE /v1/sms/send HTTP/1.1 | 405 | method_not_allowed",
                "TRACE /health/live HTTP/1.1 | 405 | method_not_allowed",
                "GET /v1/balance HTTP/2.0 | 505 | http_version",
                "GET /v1/balance HTTP/3 | 505 | http_version",
                "G<T /v1/balance HTTP/1.1 | 400 | malformed_request",
            })
    void linesThatAreNotWhatTheyShouldBe(String line, int status, String code) throws IOException {
        double before = counted(Integer.toString(status));
        try (Wire wire = wire()) {
            String key = line.contains("/admin") ? ADMIN : KEY;
            Wire.Answer answer = wire.write(
                            line + "\r\nHost: a\r\nAuthorization: Bearer " + key + "\r\nContent-Length: 0\r\n\r\n")
                    .read();
            assertThat(answer.status()).as("%s", answer).isEqualTo(status);
            if (status >= 400) {
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(answer.code()).isEqualTo(code);
                assertThat(answer.json().get("correlation_id").asString()).isEqualTo(answer.header("X-Correlation-Id"));
            }
            if (status == 405) {
                assertThat(answer.header("Allow")).isNotBlank();
            }
        }
        await("it is counted", () -> counted(Integer.toString(status)) >= before + 1);
    }

    @Test
    void headIsGetWithoutABody() throws IOException {
        try (Wire wire = wire()) {
            Wire.Answer answer = wire.write(head("HEAD /health/live", null, "")).read(false);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(wire.write(head("GET /health/live", null, "")).read().body())
                    .hasSize(Integer.parseInt(answer.header("Content-Length")));
        }
    }

    /// The rest of a body that was refused is never taken for a request.
    @Test
    void afterARefusalTheNextRequestIsTheNextRequest() throws IOException {
        try (Wire wire = wire()) {
            String hidden = head("GET /health/live", null, "");
            wire.write(head("POST /v1/sms/send", null, "Content-Length: " + hidden.length() + "\r\n") + hidden);
            assertThat(wire.read().code()).isEqualTo("unauthorized");
            assertThat(wire.write(head("GET /v1/balance", KEY, "")).read().status())
                    .isEqualTo(200);
        }
    }

    /// The client sends less than it announced, and more than is discarded.
    @Test
    void afterARefusalALargeBodyIsNotReadAndTheClientGetsItsAnswer() throws IOException {
        try (Wire wire = wire()) {
            wire.write(head("POST /v1/sms/send", null, "Content-Length: 1000000\r\n") + "x".repeat(200_000));
            assertThat(wire.read().code()).isEqualTo("unauthorized");
            assertThat(wire.ends()).isTrue();
        }
    }

    @Test
    void whoeverAsksBeforeItSendsABodyIsAnsweredFirst() throws IOException {
        String headers = "Content-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n";
        try (Wire wire = wire()) {
            assertThat(wire.write(head("POST /v1/sms/send", null, headers))
                            .read()
                            .status())
                    .isEqualTo(401);
        }
        try (Wire wire = wire()) {
            assertThat(wire.write(head("POST /v1/sms/send", KEY, headers))
                            .read()
                            .status())
                    .isEqualTo(100);
        }
    }

    /// They are closed at once, and do not count against the connections of all: a stranger could use those up.
    @Test
    void refusedConnectionsAreClosedAndNotCounted() throws IOException {
        List<Wire> open = openUntilRefused(2 * PER_ADDRESS);
        for (Wire each : open) {
            assertThat(each.ends()).isTrue();
        }
        await("all are counted down", () -> connections() == 0);
        close(open);
    }

    private static double connections() {
        return METRICS.scrape()
                .lines()
                .filter(line -> line.startsWith("elchi_http_connections{port=\"public\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /// Opens connections that say nothing until some are refused: those that were accepted end by themselves
    /// after a time, so their number is not known.
    private static List<Wire> openUntilRefused(int wanted) throws IOException {
        List<Wire> open = new ArrayList<>();
        double before = METRICS.totals(Metric.HTTP_CONNECTIONS_REFUSED).get(List.of());
        while (METRICS.totals(Metric.HTTP_CONNECTIONS_REFUSED).get(List.of()) < before + wanted) {
            assertThat(open).hasSizeLessThan(100 * PER_ADDRESS);
            open.add(wire());
        }
        return open;
    }

    private static void close(List<Wire> open) throws IOException {
        for (Wire each : open) {
            each.close();
        }
    }

    @Test
    void oneAddressHasSoManyConnectionsAndNoMore() throws IOException {
        List<Wire> open = openUntilRefused(PER_ADDRESS);
        assertThat(PLATFORM.server().manage("GET", "/health/live", null).statusCode())
                .isEqualTo(200);
        close(open);
        await("a connection is free", () -> {
            try (Wire wire = wire()) {
                return wire.write(head("GET /health/live", null, "")).read().status() == 200;
            } catch (IOException ignored) {
                return false;
            }
        });
    }

    @Test
    void whatIsForThoseWhoRunTheServerIsNotAtThePublicPort() {
        for (String path : List.of("/metrics", "/health/ready")) {
            assertThat(PLATFORM.server().ask("GET", path, ADMIN, null).statusCode())
                    .isEqualTo(404);
            assertThat(PLATFORM.server().manage("GET", path, null).statusCode()).isEqualTo(200);
        }
        for (String path : List.of("/v1/balance", "/admin/v1/accounts", "/v1/sms/send", "/")) {
            assertThat(PLATFORM.server().manage("GET", path, ADMIN).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }
}
