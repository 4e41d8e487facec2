package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages go all the way through the packaged server to an operator that is not ours, and everything that Elchi
/// says of them afterwards agrees: state, timeline, call detail record, ledger, webhook, metrics.
class MessagePathTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String CORRELATION = "message-path-test";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TWO_PARTS = "Hurmatli mijoz, to'lovingiz qabul qilindi. ".repeat(5);

    private record Hook(Map<String, List<String>> headers, String body) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private Path folder;
    private JsmppOperator operator;
    private HttpServer sink;
    private Product product;
    private String key;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("elchi-message-path-");
        operator = new JsmppOperator();
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.createContext("/", this::take);
        sink.start();
        product =
                new Product(folder, List.of("webhooks.private_addresses=true", "log.format=json", "log.messages=true"));
        product.start();
        Seeding.Plan plan = Seeding.Plan.of(1, 2, 10).operator("""
                {"response_id": "hex", "receipt_id": "decimal"}""");
        try (Connection database = product.database()) {
            key = Seeding.seed(database, plan, operator.port()).getFirst();
        }
        awaitKey();
    }

    /// The server hears of what was written into its tables a moment later.
    private void awaitKey() throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (ask("GET", "/v1/balance", null).statusCode() != 200) {
            assertThat(System.nanoTime()).as("time until the key is known").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @AfterEach
    void stop() throws Exception {
        product.close();
        sink.stop(0);
        operator.close();
        client.close();
        Product.delete(folder);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        hooks.add(new Hook(exchange.getRequestHeaders(), body));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @Test
    void aMessageGoesAllTheWayAndEverythingAgrees() throws Exception {
        JsonNode endpoint =
                call("POST", "/v1/webhooks", """
                {"url": "http://127.0.0.1:%d/hook"}""".formatted(sink.getAddress().getPort()), 201);
        String secret = endpoint.get("secret").stringValue();

        JsonNode otp = send("998901234567", "Your code is 771204553188", "otp");
        JsonNode twoParts = send("998901234568", TWO_PARTS, "transactional");
        JsonNode unreachable = send(JsmppOperator.UNREACHABLE, "Salom", "transactional");
        JsonNode refused = send(JsmppOperator.REFUSED, "Salom", "transactional");

        assertThat(until(otp, "delivered").get("price").get("amount").stringValue())
                .isEqualTo("45.500000");
        assertThat(until(twoParts, "delivered").get("price").get("amount").stringValue())
                .isEqualTo("91.000000");
        JsonNode failed = until(unreachable, "undelivered");
        assertThat(failed.get("price").get("amount").stringValue()).isEqualTo("45.500000");
        assertThat(failed.get("error_code").stringValue()).isEqualTo("021");
        JsonNode rejected = until(refused, "rejected");
        assertThat(rejected.get("price").get("amount").stringValue()).isEqualTo("0.000000");

        timelineIsWhole(call("GET", "/v1/sms/" + id(otp), null, 200));
        theOperatorGotIt();
        balanceIs("-182.000000", "0.000000");
        cdrAndLedgerAgree();
        webhooksAreSigned(secret, List.of(otp, twoParts, unreachable, refused));
        metricsTell();
        theLogTells(otp);
    }

    private static void timelineIsWhole(JsonNode message) {
        assertThat(message.get("timeline"))
                .extracting(step -> step.get("event").stringValue())
                .containsExactly("accepted", "reserved", "submitted", "charged", "receipt", "delivered");
        assertThat(message.get("text").stringValue())
                .as("an OTP is nowhere shown")
                .doesNotContain("771204553188");
        assertThat(message.get("timeline"))
                .extracting(step -> step.get("after_ms").longValue())
                .isSorted();
    }

    private void theOperatorGotIt() {
        SubmitSm otp = submitted("998901234567").getFirst();
        assertThat(new String(otp.getShortMessage(), StandardCharsets.US_ASCII)).isEqualTo("Your code is 771204553188");
        assertThat(otp.getSourceAddr()).isEqualTo("Elchi");
        assertThat(otp.getSourceAddrTon()).isEqualTo((byte) 5);
        List<SubmitSm> parts = submitted("998901234568");
        assertThat(parts).hasSize(2).allMatch(part -> (part.getEsmClass() & 0x40) != 0);
        StringBuilder whole = new StringBuilder();
        parts.stream()
                .sorted(Comparator.comparing(part -> part.getShortMessage()[5]))
                .forEach(part -> whole.append(new String(
                        part.getShortMessage(), 6, part.getShortMessage().length - 6, StandardCharsets.US_ASCII)));
        assertThat(whole).hasToString(TWO_PARTS);
    }

    private List<SubmitSm> submitted(String to) {
        return operator.submitted.stream()
                .filter(submit -> submit.getDestAddress().equals(to))
                .toList();
    }

    private void balanceIs(String balance, String reserved) throws Exception {
        JsonNode json = call("GET", "/v1/balance", null, 200);
        assertThat(json.get("balance").get("amount").stringValue()).isEqualTo(balance);
        assertThat(json.get("reserved").get("amount").stringValue()).isEqualTo(reserved);
    }

    /// A record that charges without an entry, and of a message that is not there, is found; then it is undone.
    private static void theBooksHaveMessagesFromHandsets(Connection database) throws SQLException {
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            statement.execute(
                    "INSERT INTO inbound.cdr_mo (id, account_id, operator_id, msisdn, destination, state, parts,"
                            + " parts_received, received_at, ended_at, price, currency, batch)"
                            + " SELECT min(id::text)::uuid, 2, 1, '998901234567', '1700', 1, 1, 1, now(), now(), 25, 'UZS', 1"
                            + " FROM messages.messages");
            assertThat(Books.faults(database))
                    .containsExactly(
                            "an entry is not the sum of the messages from handsets that it charges (1)",
                            "a message from a handset has its final state and no record, or a record that differs (1)");
        } finally {
            database.rollback();
            database.setAutoCommit(true);
        }
    }

    private void cdrAndLedgerAgree() throws Exception {
        try (Connection database = product.database()) {
            assertThat(Books.faultsAtRest(database)).isEmpty();
            assertThat(Books.faultsOfFigures(database)).isEmpty();
            theBooksHaveMessagesFromHandsets(database);
            assertThat(rows(
                            database,
                            "SELECT concat_ws(' ', msisdn, status, smsc_status, error_code, parts, parts_charged,"
                                    + " price, cost, country, mcc, mnc) FROM messages.cdr_sms ORDER BY id"))
                    .containsExactly(
                            "998901234567 delivered DELIVRD 000 1 1 45.500000 30.000000 UZ 434 04",
                            "998901234568 delivered DELIVRD 000 2 2 91.000000 60.000000 UZ 434 04",
                            "998901110008 undelivered UNDELIV 021 1 1 45.500000 30.000000 UZ 434 04",
                            "998901110011 rejected ESME_RINVDSTADR (0x0B) 0x0000000B 1 0 0.000000 0.000000 UZ 434 04");
            assertThat(rows(
                            database,
                            "SELECT sum(amount)::text FROM billing.account_transactions WHERE direction = 'debit'"))
                    .containsExactly("182.000000");
        }
    }

    private void webhooksAreSigned(String secret, List<JsonNode> sent) throws Exception {
        await(() -> hooks.size() >= sent.size());
        assertThat(hooks).hasSize(sent.size());
        Webhook verifier = new Webhook(secret);
        for (Hook hook : hooks) {
            verifier.verify(hook.body(), hook.headers());
            assertThat(hook.headers().get("Webhook-id")).hasSize(1);
        }
        assertThat(hooks)
                .extracting(
                        hook -> JSON.readTree(hook.body()).get("data").get("id").stringValue())
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(MessagePathTest::id).toList());
        assertThat(hooks).noneMatch(hook -> hook.body().contains("771204553188"));
        JsonNode data = JSON.readTree(hooks.getFirst().body()).get("data");
        assertThat(call("GET", "/v1/sms/" + data.get("id").stringValue(), null, 200)
                        .get("final_at"))
                .as("the API says the same")
                .isEqualTo(data.get("final_at"));
    }

    private void metricsTell() throws Exception {
        assertThat(product.metric("elchi_messages_accepted_total")).isEqualTo(4);
        assertThat(product.metric("elchi_parts_submitted_total")).isEqualTo(4);
        assertThat(product.metric("elchi_submit_refused_total")).isEqualTo(1);
        assertThat(product.metric("elchi_messages_final_total")).isEqualTo(4);
        assertThat(product.metric("elchi_links_bound")).isEqualTo(2);
        assertThat(product.metric("elchi_posted_units_total")).isEqualTo(182);
        assertThat(product.metric("elchi_messages_unfinished")).isZero();
        assertThat(product.metric("elchi_receipts_unmatched_total")).isZero();
        assertThat(product.metric("elchi_delivery_seconds_count")).isEqualTo(2);
    }

    private void theLogTells(JsonNode otp) throws IOException {
        String log = Files.readString(folder.resolve("server.log"));
        assertThat(log).doesNotContain("771204553188").doesNotContain(key);
        String made = Files.readString(Product.data(folder).resolve("cli.properties"))
                .lines()
                .filter(line -> line.startsWith("admin_key="))
                .findFirst()
                .orElseThrow()
                .substring("admin_key=".length());
        assertThat(made).startsWith("elchi_");
        assertThat(log).contains("elchi: nobody had a key").doesNotContain(made);
        // What is said to people on standard error is no line of the log.
        List<String> lines =
                log.lines().filter(line -> !line.startsWith("elchi: ")).toList();
        assertThat(lines).allSatisfy(line -> assertThat(line).startsWith("{"));
        assertThat(lines.stream().map(JSON::readTree))
                .filteredOn(line -> line.path("message_id").asString("").equals(id(otp)))
                .allSatisfy(line ->
                        assertThat(line.path("correlation_id").asString("")).isEqualTo(CORRELATION))
                .extracting(line -> line.get("message").stringValue())
                .hasSize(4);
    }

    private JsonNode send(String to, String text, String messageClass) throws Exception {
        return call(
                "POST",
                "/v1/sms/send",
                JSON.writeValueAsString(Map.of("to", "+" + to, "from", "Elchi", "text", text, "class", messageClass)),
                202);
    }

    private static String id(JsonNode message) {
        return message.get("id").stringValue();
    }

    private JsonNode until(JsonNode message, String state) throws Exception {
        String path = "/v1/sms/" + id(message);
        await(() -> !call("GET", path, null, 200).path("final_at").isMissingNode());
        JsonNode last = call("GET", path, null, 200);
        assertThat(last.get("state").stringValue()).as(last.toString()).isEqualTo(state);
        return last;
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("X-Correlation-Id", CORRELATION)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode call(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static List<String> rows(Connection database, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("timeout").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
