package io.elchi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AuditTest {
    /// Tables without a trigger, by why.
    private static final Set<String> UNWATCHED = Set.of(
            // The message path: the records of messages and money themselves.
            "billing.ledger_checkpoints",
            "limits.idempotency_keys",
            "queue.inbox",
            "webhooks.deliveries",
            "inbound.messages",
            "inbound.parts",
            "inbound.resend_keys",
            "inbound.waiting",
            // What the server finds out and keeps for itself.
            "routing.operator_metrics",
            "routing.shard_state",
            "routing.published_states",
            "routing.versions");

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
        List<JsonNode> found = new ArrayList<>();
        platform.admin()
                .get("/admin/audit?object=" + object)
                .is(200)
                .get("items")
                .forEach(item -> found.add(item.get("entry")));
        return found;
    }

    private AuditLog.Verification verified() {
        platform.server().part(AuditChain.class).extend();
        return platform.server().part(AuditLog.class).verify();
    }

    /// As somebody who owns the tables.
    private void tamper(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("entries", "chain")) {
                statement.execute("ALTER TABLE audit." + table + " DISABLE TRIGGER USER");
            }
            statement.execute(sql);
        }
    }

    @Test
    void aMutationLeavesWhoWhatAndWhy() throws Exception {
        long bank = platform.account("client", platform.root(), "bank");
        String secret = platform.key(platform.root(), "'admin'");
        platform.as(secret);
        HttpResponse<String> answer = platform.server()
                .send(HttpRequest.newBuilder(platform.server().uri("/admin/accounts/" + bank))
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
                        .get("/admin/audit?api_key_id=" + key)
                        .is(200)
                        .get("items"))
                .isNotEmpty();
        assertThat(platform.admin()
                        .get("/admin/audit?api_key_id=" + (key + 1_000))
                        .is(200)
                        .get("items"))
                .isEmpty();
    }

    @Test
    void secretsAreHiddenAndTheirChangeIsSeen() {
        long operator = platform.admin()
                .post(
                        "/operators",
                        "{'name':'beeline','mcc':'434','mnc':'04','default_cost':{'amount':'10','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        JsonNode link = platform.admin()
                .post(
                        "/smpp-links",
                        "{'operator_id':%d,'name':'a','host':'127.0.0.1','port':2775,'system_id':'elchi','password':'s3cr3t-1','sessions':1}"
                                .formatted(operator))
                .is(201);
        platform.admin()
                .patch("/smpp-links/" + link.get("id").longValue(), "{'password':'s3cr3t-2'}")
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
                        "/admin/accounts/" + bank + "/topups",
                        "{'amount':{'amount':'500','currency':'UZS'},'reference':'p-1'}")
                .is(201);
        platform.admin()
                .put("/admin/accounts/" + bank + "/credit-limit", "{'credit_limit':{'amount':'70','currency':'UZS'}}")
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
    void whatIsChangedRemovedAddedOrMovedIsFound(@TempDir Path folder) throws Exception {
        for (int i = 0; i < 10; i++) {
            platform.account("client", platform.root(), "bank " + i);
        }
        AuditLog.Verification whole = verified();
        assertThat(whole.faults()).isEmpty();
        assertThat(whole.waiting()).isZero();
        assertThat(whole.verified()).isGreaterThanOrEqualTo(10);
        assertThat(script(folder, whole.head())).contains("are as they were written");

        String body = body(3);
        tamper("UPDATE audit.entries SET body = replace(body, 'bank', 'tank') WHERE id = " + id(3));
        assertThat(verified().faults()).singleElement().asString().contains("entry 3 of the chain");
        assertThat(script(folder, whole.head())).contains("entry 3 or its place is changed");
        tamper("UPDATE audit.entries SET body = $$" + body + "$$ WHERE id = " + id(3));
        assertThat(verified().faults()).isEmpty();

        tamper("UPDATE audit.entries SET api_key_id = 999 WHERE id = " + id(4));
        assertThat(verified().faults()).singleElement().asString().contains("are not those of its body");
        tamper("UPDATE audit.entries SET api_key_id = (body::jsonb -> 'actor' ->> 'api_key_id')::bigint WHERE id = "
                + id(4));

        long five = id(5);
        long six = id(6);
        tamper("UPDATE audit.chain SET entry_id = -1 WHERE n = 5; UPDATE audit.chain SET entry_id = " + five
                + " WHERE n = 6; UPDATE audit.chain SET entry_id = " + six + " WHERE n = 5");
        assertThat(verified().faults()).hasSize(2).allMatch(fault -> fault.contains("its place is changed"));
        assertThat(script(folder, whole.head())).contains("entry 5 or its place", "entry 6 or its place");
    }

    @Test
    void whatIsRemovedOrWrittenAnewIsFound(@TempDir Path folder) throws Exception {
        for (int i = 0; i < 5; i++) {
            platform.account("client", platform.root(), "bank " + i);
        }
        AuditLog.Verification whole = verified();
        tamper("INSERT INTO audit.entries (id, at, object, body) OVERRIDING SYSTEM VALUE"
                + " VALUES (-200000, now() - interval '2 hours', 'a.b', '{\"object\":\"a.b\",\"actor\":{}}')");
        assertThat(verified().faults()).singleElement().asString().contains("is not in the chain");
        tamper("DELETE FROM audit.entries WHERE id = -200000");
        tamper("DELETE FROM audit.entries WHERE id = " + id(2));
        assertThat(verified().faults()).singleElement().asString().contains("entry 2 of the chain", "is removed");
        assertThat(script(folder, whole.head())).contains("entry 2 is removed");
        tamper("DELETE FROM audit.chain");
        assertThat(verified().faults())
                .as("a chain that is made anew is right in itself")
                .isEmpty();
        assertThat(script(folder, whole.head())).contains("that was written down is not there");
    }

    private long id(int n) {
        return database.jdbc()
                .sql("SELECT entry_id FROM audit.chain WHERE n = ?")
                .param(n)
                .query(Long.class)
                .single();
    }

    private String body(int n) {
        return database.jdbc()
                .sql("SELECT body FROM audit.entries WHERE id = ?")
                .param(id(n))
                .query(String.class)
                .single();
    }

    /// Verifies an export without the server.
    private String script(Path folder, String head) throws IOException, InterruptedException {
        Path export = folder.resolve("audit.jsonl");
        StringBuilder lines = new StringBuilder();
        String cursor = "";
        while (cursor != null) {
            JsonNode page =
                    platform.admin().get("/admin/audit/chain?limit=4" + cursor).is(200);
            page.get("items").forEach(item -> lines.append(item).append('\n'));
            cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : null;
        }
        Files.writeString(export, lines);
        Process python = new ProcessBuilder(
                        "python3",
                        Path.of(System.getProperty("elchi.root"), "tools", "verify-audit.py")
                                .toString(),
                        export.toString(),
                        head)
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes());
        assertThat(python.waitFor() == 0).as(said).isEqualTo(said.contains("are as they were written"));
        return said;
    }

    @Test
    void everyTableIsWatchedOrNamed() {
        List<String> unwatched = database.jdbc()
                .sql(
                        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('audit', 'cluster',"
                                + " 'db', 'elchi', 'events', 'messages', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"
                                + " AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname LIKE 'audit\\_%')"
                                + " AND c.relname <> 'attempts'")
                .query(String.class)
                .list();
        assertThat(unwatched).containsExactlyInAnyOrderElementsOf(UNWATCHED);
    }
}
