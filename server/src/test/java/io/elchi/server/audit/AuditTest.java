package io.elchi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditTest {
    private Platform platform;
    private Database database;

    @BeforeEach
    void start() {
        platform = Platform.start();
        database = platform.server().part(Database.class);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private List<JsonNode> entries(String object) {
        return platform.admin()
                .get("/admin/v1/audit?object=" + object)
                .is(200)
                .get("items")
                .valueStream()
                .map(item -> item.get("entry"))
                .toList();
    }

    @Test
    void aMutationLeavesWhoWhatAndWhy() throws Exception {
        long bank = platform.account("client", platform.root(), "bank");
        String secret = platform.key(platform.root(), "'admin'");
        platform.as(secret);
        HttpResponse<String> answer = platform.server()
                .send(HttpRequest.newBuilder(platform.server().uri("/admin/v1/accounts/" + bank))
                        .header("Authorization", "Bearer " + secret)
                        .header("X-Correlation-Id", "ticket-4711")
                        .header("X-Reason", "they asked for more")
                        .header("Content-Type", "application/json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"rate_per_second\":77}"))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode entry = entries("accounts.accounts").getFirst();
        assertThat(entry.get("action").stringValue()).isEqualTo("update");
        assertThat(entry.get("id").stringValue()).isEqualTo(Long.toString(bank));
        assertThat(entry.at("/before/rate_per_second").intValue()).isEqualTo(1_000);
        assertThat(entry.at("/after/rate_per_second").intValue()).isEqualTo(77);
        assertThat(entry.get("before").has("name")).as("only what differs").isFalse();
        JsonNode actor = entry.get("actor");
        assertThat(actor.get("kind").stringValue()).isEqualTo("key");
        assertThat(actor.get("account_id").longValue()).isEqualTo(platform.root());
        assertThat(actor.get("address").stringValue()).isEqualTo("127.0.0.1");
        assertThat(actor.get("correlation_id").stringValue()).isEqualTo("ticket-4711");
        assertThat(actor.get("reason").stringValue()).isEqualTo("they asked for more");
        long key = actor.get("api_key_id").longValue();
        assertThat(platform.admin()
                        .get("/admin/v1/audit?api_key_id=" + key)
                        .is(200)
                        .get("items"))
                .isNotEmpty();
        assertThat(platform.admin()
                        .get("/admin/v1/audit?api_key_id=" + (key + 1_000))
                        .is(200)
                        .get("items"))
                .isEmpty();
    }

    @Test
    void secretsAreHiddenAndTheirChangeIsSeen() {
        long operator = platform.admin()
                .post(
                        "/admin/v1/operators",
                        "{'name':'beeline','mcc':'434','mnc':'04','default_cost':{'amount':'10','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        JsonNode link = platform.admin()
                .post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'a','host':'127.0.0.1','port':2775,'system_id':'elchi','password':'s3cr3t-1','sessions':1}"
                                .formatted(operator))
                .is(201);
        platform.admin()
                .patch("/admin/v1/smpp-links/" + link.get("id").longValue(), "{'password':'s3cr3t-2'}")
                .is(200);
        platform.key(platform.root(), "'admin'");
        List<JsonNode> links = entries("routing.smpp_links");
        assertThat(links.getFirst().at("/before/password").stringValue()).isEqualTo("hidden");
        assertThat(links.getFirst().at("/after/password").stringValue()).isEqualTo("hidden, another one");
        assertThat(links.getLast().at("/after/password").stringValue()).isEqualTo("hidden");
        assertThat(entries("accounts.api_keys").getFirst().at("/after/key_hash").stringValue())
                .isEqualTo("hidden");
        assertThat(database.jdbc()
                        .sql("SELECT count(*) FROM audit.entries WHERE body LIKE '%s3cr3t%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void moneyIsAuditedAndMessagesAreNot() {
        long bank = platform.account("client", platform.root(), "bank");
        platform.admin()
                .post(
                        "/admin/v1/accounts/" + bank + "/topups",
                        "{'amount':{'amount':'500','currency':'UZS'},'reference':'p-1'}")
                .is(201);
        platform.admin()
                .put(
                        "/admin/v1/accounts/" + bank + "/credit-limit",
                        "{'credit_limit':{'amount':'70','currency':'UZS'}}")
                .is(200);
        assertThat(entries("billing.account_transactions")
                        .getFirst()
                        .at("/after/external_ref")
                        .stringValue())
                .isEqualTo("p-1");
        assertThat(entries("billing.account_balances")
                        .getFirst()
                        .at("/after/credit_limit")
                        .intValue())
                .isEqualTo(70);
        long before = count();
        database.jdbc()
                .sql("UPDATE billing.account_balances SET reserved = reserved + 1 WHERE account_id = ?")
                .param(bank)
                .update();
        database.jdbc()
                .sql("INSERT INTO billing.account_transactions (account_id, batch, direction, amount, currency, reason)"
                        + " VALUES (?, 4711, 'debit', 1, 'UZS', 'sms_charge')")
                .param(bank)
                .update();
        assertThat(count()).isEqualTo(before);
    }

    private long count() {
        return database.jdbc()
                .sql("SELECT count(*) FROM audit.entries")
                .query(Long.class)
                .single();
    }

    /// Somebody with SQL may say anything of itself, and is still named.
    @Test
    void theUserOfTheDatabaseIsAlwaysNamed() throws SQLException {
        platform.account("client", platform.root(), "bank");
        try (Connection other = platform.server().database().connect();
                Statement statement = other.createStatement()) {
            statement.execute(
                    "SELECT set_config('elchi.actor', '{\"kind\":\"key\",\"api_key_id\":1,\"user\":\"x\"}', false)");
            statement.executeUpdate("UPDATE accounts.accounts SET contact = 'by hand'");
        }
        JsonNode actor = entries("accounts.accounts").getFirst().get("actor");
        assertThat(actor.get("user").stringValue()).isNotEqualTo("x").isNotEmpty();
    }

    @Test
    void aLimitAtTheOpeningNeedsItsPermissionAndIsAudited() {
        String body =
                "{'type':'client','parent_id':%d,'name':'%s','currency':'UZS','credit_limit':{'amount':'%s','currency':'UZS'}}";
        Api sales = platform.as(platform.key(platform.root(), "'role:sales'"));
        sales.post("/admin/v1/accounts", body.formatted(platform.root(), "rich", "999"))
                .isProblem(403, "scope_missing");
        sales.post("/admin/v1/accounts", body.formatted(platform.root(), "poor", "0"))
                .is(201);
        platform.admin()
                .post("/admin/v1/accounts", body.formatted(platform.root(), "known", "12"))
                .is(201);
        assertThat(entries("billing.account_balances"))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.at("/after/credit_limit").intValue()).isEqualTo(12));
    }

    @Test
    void aChangedKeyAndAnEmptiedTableAreSeen() {
        database.jdbc()
                .sql(
                        "INSERT INTO routing.operators (name, smpp_connector_id, default_cost, currency) VALUES ('o', 'o', 1, 'UZS')")
                .update();
        database.jdbc()
                .sql("INSERT INTO routing.routes (operator_id) SELECT id FROM routing.operators")
                .update();
        database.jdbc().sql("UPDATE routing.routes SET id = id + 1000").update();
        assertThat(entries("routing.routes").stream()
                        .map(entry -> entry.get("action").stringValue()))
                .contains("insert", "delete")
                .hasSize(3);
        database.jdbc().sql("TRUNCATE routing.routes").update();
        assertThat(entries("routing.routes").getFirst().get("action").stringValue())
                .isEqualTo("truncate");
    }

    @Test
    void whatIsIgnoredIsNoChangeOfManyRowsEither() {
        database.jdbc()
                .sql(
                        "INSERT INTO accounts.api_keys (account_id, name, prefix, key_hash, scopes)"
                                + " SELECT ?, 'k', 'p' || n, sha256(n::text::bytea), '{sms:send}' FROM generate_series(1, 1100) n")
                .param(platform.root())
                .update();
        long before = count();
        database.jdbc().sql("UPDATE accounts.api_keys SET last_used_at = now()").update();
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void aReasonIsUtf8WithoutControlCharacters() {
        assertThat(reason("Так просил банк")).isEqualTo(200);
        assertThat(entries("accounts.accounts").getFirst().at("/actor/reason").stringValue())
                .isEqualTo("Так просил банк");
        assertThat(reason("\u009b31mred")).isEqualTo(400);
        assertThat(reason("x".repeat(501))).isEqualTo(400);
    }

    /// Over a plain socket: clients of HTTP write no such header.
    private int reason(String text) {
        try (Socket socket = new Socket(
                platform.server().uri("/").getHost(), platform.server().uri("/").getPort())) {
            String body = "{\"contact\":\"" + Math.abs(text.hashCode()) + "\"}";
            socket.getOutputStream()
                    .write(("PATCH /admin/v1/accounts/" + platform.root()
                                    + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                    + "Authorization: Bearer " + platform.adminKey() + "\r\nX-Reason: " + text
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aClientChangesOnlySoMuchInAnHour() {
        try (Platform few = Platform.start(Map.of("limits.changes_per_hour", "3"))) {
            long bank = few.account("client", few.root(), "bank");
            Api client = few.as(few.key(bank, "'webhooks'"));
            Api stolen = few.as(few.key(bank, "'sms:send'"));
            // What it may not change does not count, and what another key changes neither.
            for (int i = 0; i < 10; i++) {
                stolen.post("/v1/webhooks/999/enable", null).isProblem(403, "scope_missing");
            }
            for (int i = 0; i < 3; i++) {
                client.post("/v1/webhooks/999/enable", null).isProblem(404, "not_found");
            }
            client.post("/v1/webhooks/999/enable", null).isProblem(429, "rate_limited");
            // What takes away is never too much.
            client.delete("/v1/webhooks/999").isProblem(404, "not_found");
            client.get("/v1/webhooks").is(200);
            for (int i = 0; i < 5; i++) {
                few.account("client", few.root(), "bank " + i);
            }
        }
    }

    @Test
    void theNextBorrowerOfAConnectionActsInItsOwnName() throws SQLException {
        for (int i = 0; i < 50; i++) {
            platform.account("client", platform.root(), "bank " + i);
        }
        database.transactions().run(tx -> {
            try (Statement statement = tx.connection().createStatement()) {
                return statement.executeUpdate("UPDATE accounts.accounts SET contact = 'server'");
            }
        });
        assertThat(entries("accounts.accounts").getFirst().at("/actor/kind").stringValue())
                .isEqualTo("server");
        try (Connection other = platform.server().database().connect();
                Statement statement = other.createStatement()) {
            statement.executeUpdate("UPDATE accounts.accounts SET contact = 'by hand'");
        }
        assertThat(entries("accounts.accounts").getFirst().at("/actor/kind").stringValue())
                .isEqualTo("database");
    }

    @Test
    void aStatementOverManyRowsIsOneEntry() {
        database.jdbc()
                .sql("INSERT INTO numbers.networks (mcc, mnc, country, name) VALUES ('434', '04', 'UZ', 'beeline')"
                        + " ON CONFLICT DO NOTHING")
                .update();
        long before = count();
        database.jdbc()
                .sql("INSERT INTO numbers.ported_numbers (msisdn, mcc, mnc) SELECT 998900000000 + n, '434', '04'"
                        + " FROM generate_series(1, 1001) n")
                .update();
        assertThat(count()).isEqualTo(before + 1);
        assertThat(entries("numbers.ported_numbers")
                        .getFirst()
                        .at("/after/rows")
                        .intValue())
                .isEqualTo(1_001);
    }

    @Test
    void nothingCanBeChangedAndWhatIsRefusedLeavesNothing() {
        platform.account("client", platform.root(), "bank");
        for (String sql : List.of(
                "UPDATE audit.entries SET body = '{}'",
                "DELETE FROM audit.entries",
                "TRUNCATE audit.entries CASCADE")) {
            assertThatThrownBy(() -> database.jdbc().sql(sql).update()).as(sql).hasMessageContaining("append-only");
        }
        long before = count();
        assertThatThrownBy(() -> database.transactions().run(tx -> {
                    try (Statement statement = tx.connection().createStatement()) {
                        statement.executeUpdate("UPDATE accounts.accounts SET contact = 'never'");
                        throw new IllegalStateException("planted");
                    }
                }))
                .hasMessage("planted");
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void everyTableIsWatchedOrNamed() {
        List<String> unwatched = database.jdbc()
                .sql(
                        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('audit', 'elchi',"
                                + " 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"
                                + " AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname LIKE 'audit\\_%')")
                .query(String.class)
                .list();
        assertThat(unwatched).containsExactlyInAnyOrderElementsOf(UnwatchedTables.ALL);
    }
}
