package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever is wrong, what leaves is a problem document with a code of the catalogue.
class ProblemsTest {
    private static final int MAX_BODY = 2_048;
    private static final String SEND = "/v1/sms/send";

    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of("http.max_body", Integer.toString(MAX_BODY)));

    private static final String KEY =
            PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "bank"), "'sms:send','sms:read'");
    private static final String ADMIN = PLATFORM.key(PLATFORM.root(), "'admin'");
    private static final TestServer SERVER = PLATFORM.server();

    static {
        PLATFORM.as(KEY);
        PLATFORM.as(ADMIN);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(SERVER.uri(path))
                .header("Authorization", "Bearer " + (path.startsWith("/v1") ? KEY : ADMIN));
    }

    /// The problem that a response is; its status and code must go together.
    private static JsonNode problem(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type"))
                .as(response.body())
                .hasValue("application/problem+json");
        JsonNode json = JsonMapper.shared().readTree(response.body());
        Failure failure = Failure.valueOf(json.get("code").stringValue().toUpperCase(Locale.ROOT));
        assertThat(response.statusCode()).isEqualTo(failure.httpStatus());
        assertThat(json.get("status").intValue()).isEqualTo(failure.httpStatus());
        assertThat(json.get("type").stringValue()).isEqualTo("/docs/errors/" + failure.code());
        assertThat(json.get("title").stringValue()).isEqualTo(failure.text());
        assertThat(json.get("retryable").booleanValue()).isEqualTo(failure.retryable());
        return json;
    }

    private static String code(HttpResponse<String> response) {
        return problem(response).get("code").stringValue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/sms/send,method_not_allowed",
        "PUT,/v1/sms/batch,method_not_allowed",
        "POST,/metrics,not_found",
        "DELETE,/v1/balance,method_not_allowed",
        "PUT,/admin/v1/accounts,method_not_allowed",
        "GET,/v1/nothing,not_found",
        "GET,/nothing,not_found",
        "GET,/,not_found",
        "GET,/v1/sms/1,not_found",
        "GET,/admin//accounts,not_found",
        "GET,/admin/v1/accounts;x=1,not_found",
        "GET,/admin/%2e%2e/accounts,not_found",
        "TRACE,/v1/balance,method_not_allowed",
        "PROPFIND,/admin/v1/accounts,method_not_allowed",
    })
    void methodsAndPathsThatAreNotThere(String method, String path, String code) {
        assertThat(code(SERVER.send(
                        request(path).method(method, BodyPublishers.noBody()).build())))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/sms/send", "/admin/v1/accounts"})
    void aBodyThatIsTooLargeIsRefusedWhetherItsLengthIsToldOrNot(String path) {
        byte[] large = ("{\"x\":\"" + "y".repeat(MAX_BODY) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        assertThat(code(SERVER.send(
                        request.POST(BodyPublishers.ofByteArray(large)).build())))
                .isEqualTo("body_too_large");
        assertThat(code(SERVER.send(request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                        .build())))
                .isEqualTo("body_too_large");
        byte[] most = ("{\"x\":\"" + "y".repeat(MAX_BODY - 8) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(most).hasSize(MAX_BODY);
        assertThat(code(SERVER.send(
                        request.POST(BodyPublishers.ofByteArray(most)).build())))
                .isNotEqualTo("body_too_large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    /v1/sms/send    | application/json | malformed_body | none | {
                    /v1/sms/send    | application/json | malformed_body | none | none
                    /v1/sms/send    | text/plain       | unsupported_media_type | none | {}
                    /v1/sms/send    | none             | unsupported_media_type | none | {}
                    /admin/v1/accounts | application/json | malformed_body | none | {
                    /admin/v1/accounts | application/json | malformed_body | none | none
                    /admin/v1/accounts | application/json | malformed_body | none | null
                    /admin/v1/accounts | application/json | malformed_body | none | {} {}
                    /admin/v1/accounts | text/plain       | unsupported_media_type | none | {}
                    /admin/v1/accounts | none             | unsupported_media_type | none | {}
                    """)
    void aBodyOfAnotherForm(String path, String type, String code, String field, String body) {
        HttpRequest.Builder request =
                request(path).POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        JsonNode problem = problem(SERVER.send(request.build()));
        assertThat(problem.get("code").stringValue()).isEqualTo(code);
        assertThat(problem.path("field").asString(null)).isEqualTo(field);
    }

    /// The webhooks' controller reads records; the same mistakes have the same names.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    unknown_field | uri   | {"url":"https://a.example/","uri":1}
                    invalid_field | url   | {"url":7}
                    invalid_field | url   | {"url":["a"]}
                    invalid_field | events | {"url":"https://a.example/","events":"all"}
                    missing_field | url   | {}
                    """)
    void recordsNameTheirFieldsToo(String code, String field, String body) {
        String key = PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "hooks"), "'webhooks'");
        PLATFORM.as(key);
        JsonNode problem = problem(SERVER.ask("POST", "/v1/webhooks", key, body));
        assertThat(problem.get("code").stringValue()).isEqualTo(code);
        assertThat(problem.get("field").stringValue()).isEqualTo(field);
    }

    /// A balance is no problem document, and neither is a request.
    @Test
    void jsonUnderAnotherNameIsNotJson() {
        assertThat(code(SERVER.send(request("/v1/balance")
                        .header("Accept", "application/problem+json")
                        .build())))
                .isEqualTo("not_acceptable");
        assertThat(code(SERVER.send(request("/admin/v1/accounts")
                        .header("Content-Type", "application/problem+json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build())))
                .isEqualTo("unsupported_media_type");
    }

    @Test
    void anAnswerInAFormThatWeDoNotHave() {
        assertThat(code(SERVER.send(
                        request("/v1/balance").header("Accept", "text/csv").build())))
                .isEqualTo("not_acceptable");
    }

    @ParameterizedTest
    @CsvSource({"limits.idempotency_keys,/v1/sms/send", "billing.account_balances,/v1/balance"})
    void aDatabaseThatFailsIsNoFaultOfTheRequest(String table, String path) throws SQLException {
        String name = table.substring(table.indexOf('.') + 1);
        SERVER.database().execute("ALTER TABLE " + table + " RENAME TO away");
        try {
            HttpResponse<String> response = SERVER.send(request(path)
                    .header("Idempotency-Key", "away")
                    .header("Content-Type", "application/json")
                    .method(
                            path.equals(SEND) ? "POST" : "GET",
                            BodyPublishers.ofString("{\"to\":\"+998901234567\",\"from\":\"Bank\",\"text\":\"x\"}"))
                    .build());
            assertThat(code(response)).isEqualTo("unavailable");
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        } finally {
            SERVER.database().execute("ALTER TABLE " + table.replace(name, "away") + " RENAME TO " + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic abc", "Bearer", "Bearer ", "Bearer x", "Bearer elchi_aaaaaaaa_b"})
    void aHeaderThatIsNoKey(String header) {
        for (String path : new String[] {SEND, "/v1/balance", "/admin/v1/accounts"}) {
            HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri(path));
            if (path.equals(SEND)) {
                request.POST(BodyPublishers.ofString("{}"));
            }
            HttpResponse<String> response =
                    SERVER.send(request.header("Authorization", header).build());
            assertThat(code(response)).isEqualTo("unauthorized");
            assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SEND, "/v1/balance"})
    void theCorrelationIdIsEchoedUnlessItCouldForgeALogLine(String path) {
        String method = path.equals(SEND) ? "POST" : "GET";
        HttpResponse<String> own = SERVER.send(request(path)
                .method(method, BodyPublishers.noBody())
                .header("X-Correlation-Id", "order-17")
                .build());
        assertThat(own.headers().firstValue("X-Correlation-Id")).hasValue("order-17");
        for (String bad : new String[] {"two words", "x".repeat(129)}) {
            HttpResponse<String> replaced = SERVER.send(request(path)
                    .method(method, BodyPublishers.noBody())
                    .header("X-Correlation-Id", bad)
                    .build());
            assertThat(replaced.headers().firstValue("X-Correlation-Id").orElseThrow())
                    .isNotEqualTo(bad)
                    .hasSize(36);
        }
        JsonNode problem = problem(SERVER.send(request("/v1/sms/send")
                .POST(BodyPublishers.noBody())
                .header("X-Correlation-Id", "order-17")
                .build()));
        assertThat(problem.get("correlation_id").stringValue()).isEqualTo("order-17");
    }

    /// What Tomcat refuses before any of our code runs.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/sms\\send HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /admin/v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /v1/sms/send HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: what\r\n\r\n",
            })
    void whatIsNoRequestIsNotAnsweredInHtml(String raw) throws IOException {
        URI uri = SERVER.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(raw.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 ").doesNotContainIgnoringCase("<html");
            int status = Integer.parseInt(answer.substring(9, 12));
            assertThat(status).isBetween(400, 501);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            if (!body.isEmpty()) {
                assertThat(answer).contains("application/problem+json");
                assertThat(JsonMapper.shared().readTree(body).get("status").intValue())
                        .isEqualTo(status);
            }
        }
    }
}
