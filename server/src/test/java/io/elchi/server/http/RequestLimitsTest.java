package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// No client takes the database away from the others by asking.
class RequestLimitsTest {
    private static final int PER_SECOND = 20;
    private static final int MANY = 200;

    @AutoClose
    private static final Platform PLATFORM = Platform.start(
            Map.of("limits.requests_per_second", Integer.toString(PER_SECOND), "http.body_memory_percent", "1"));

    private static String key(int rate) {
        long account = PLATFORM.admin()
                .post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'c','currency':'UZS','rate_per_second':%d}"
                                .formatted(PLATFORM.root(), rate))
                .is(201)
                .get("id")
                .longValue();
        String key = PLATFORM.key(account, "'sms:send','sms:read'");
        PLATFORM.as(key);
        return key;
    }

    private static HttpResponse<String> repeatable(String key) {
        return PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri("/v1/sms/send"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "used")
                        .POST(BodyPublishers.ofString("{\"to\":\"+998901234567\",\"from\":\"Bank\",\"text\":\"x\"}"))
                        .build());
    }

    /// With the table away each request that asks the database answers 503; those above the limit do not ask.
    private static void limited(String table, Supplier<HttpResponse<String>> asking) throws SQLException {
        String name = table.substring(table.indexOf('.') + 1);
        PLATFORM.server().database().execute("ALTER TABLE " + table + " RENAME TO away");
        try {
            int asked = 0;
            HttpResponse<String> last = null;
            for (int i = 0; i < MANY && (last == null || last.statusCode() == 503); i++) {
                last = asking.get();
                asked++;
            }
            assertThat(last.statusCode()).as(last.body()).isEqualTo(429);
            assertThat(last.body()).contains("\"rate_limited\"");
            assertThat(last.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(asked).isBetween(2, MANY - 1);
        } finally {
            PLATFORM.server().database().execute("ALTER TABLE " + table.replace(name, "away") + " RENAME TO " + name);
        }
    }

    @Test
    void readsAreLimitedByKeyBeforeTheDatabaseIsAsked() throws SQLException {
        String key = key(1_000);
        limited("billing.account_balances", () -> PLATFORM.server().ask("GET", "/v1/balance", key, null));
    }

    @Test
    void repeatableRequestsAreLimitedBeforeTheirKeyIsLookedUp() throws SQLException {
        String key = key(1);
        limited("limits.idempotency_keys", () -> repeatable(key));
    }

    /// Whoever only looks at something waits for others who do, and not the message path.
    @Test
    void readsThatHangDoNotHoldUpMessages() throws Exception {
        String sender = key(1_000);
        String reader = PLATFORM.key(PLATFORM.root(), "'admin'");
        PLATFORM.as(reader);
        List<Thread> readers = new ArrayList<>();
        try (Connection connection =
                        PLATFORM.server().database().database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE messages.cdr_sms");
            for (int i = 0; i < PER_SECOND; i++) {
                readers.add(
                        Thread.ofVirtual().start(() -> PLATFORM.server().ask("GET", "/admin/v1/cdr", reader, null)));
            }
            Platform.await(
                    "a reader waits for a connection",
                    () -> PLATFORM.server()
                            .part(Metrics.class)
                            .scrape()
                            .matches("(?s).*elchi_db_waiting\\{pool=\"reads\"} [1-9].*"));
            assertThat(repeatable(sender).statusCode()).isNotIn(429, 500, 503);
            connection.rollback();
        }
        for (Thread each : readers) {
            each.join();
        }
    }

    /// A scrape asks nothing of the database.
    @Test
    void metricsAreReadFromMemory() throws SQLException {
        PLATFORM.server().database().execute("ALTER TABLE webhooks.deliveries RENAME TO away");
        try {
            assertThat(PLATFORM.server().manage("GET", "/metrics", null).body()).contains("elchi_webhook_pending 0.0");
        } finally {
            PLATFORM.server().database().execute("ALTER TABLE webhooks.away RENAME TO deliveries");
        }
    }

    @Test
    void bodiesInMemoryAreBounded() throws IOException {
        String key = key(1_000);
        double capacity = gauge("elchi_http_body_capacity_octets");
        int octets = 1_000_000;
        String head = "POST /v1/sms/batch HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: " + (octets + 1) + "\r\n\r\n";
        List<Wire> open = new ArrayList<>();
        try {
            for (int i = 0; i < capacity / octets + 1; i++) {
                Wire wire = new Wire(PLATFORM.server().uri("/"));
                open.add(wire);
                wire.write(head).write(" ".repeat(octets));
            }
            Metrics metrics = PLATFORM.server().part(Metrics.class);
            Platform.await(
                    "a body is refused",
                    () -> metrics.totals(Metric.HTTP_BODIES_REFUSED).get(List.of()) > 0);
            assertThat(gauge("elchi_http_body_octets")).isBetween(1.0, capacity);
        } finally {
            for (Wire wire : open) {
                wire.close();
            }
        }
        Platform.await("the memory is given back", () -> gauge("elchi_http_body_octets") == 0);
    }

    private static double gauge(String name) {
        return PLATFORM.server()
                .part(Metrics.class)
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }
}
