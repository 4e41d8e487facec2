package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// One search over everything, as far as the caller may see it.
class SearchApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final Api ADMIN = PLATFORM.admin();
    private static final People PEOPLE = new People(PLATFORM);
    private static final long RESELLER = PLATFORM.account("reseller", PLATFORM.root(), "Quyosh reseller");
    private static final long BANK = PLATFORM.account("client", RESELLER, "Quyosh bank");
    private static final long OTHER = PLATFORM.account("client", PLATFORM.root(), "Quyosh shop");
    private static final String OWN_MESSAGE;
    private static final String OTHER_MESSAGE;

    static {
        long operator = ADMIN.post(
                        "/admin/v1/operators",
                        "{'name':'quyosh-telecom','default_cost':{'amount':'1','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        ADMIN.post("/admin/v1/routes", "{'operator_id':%d,'country':'UZ'}".formatted(operator))
                .is(201);
        ADMIN.post(
                        "/admin/v1/tariff-routes",
                        "{'any_destination':true,'price_per_sms':{'amount':'5','currency':'UZS'}}")
                .is(201);
        for (long account : List.of(RESELLER, BANK, OTHER)) {
            ADMIN.post(
                            "/admin/v1/accounts/" + account + "/topups",
                            "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                    .is(201);
            ADMIN.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(account))
                    .is(201);
        }
        OWN_MESSAGE = sent(BANK);
        OTHER_MESSAGE = sent(OTHER);
    }

    private static String sent(long account) {
        Api client = PLATFORM.as(PLATFORM.key(account, "'sms:send'"));
        JsonNode[] sent = new JsonNode[1];
        Platform.await("messages are accepted", () -> {
            Api.Answer answer = client.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom'}");
            sent[0] = answer.json();
            return answer.status() == 202;
        });
        return sent[0].get("id").stringValue();
    }

    private static List<String> kinds(JsonNode answer) {
        return answer.get("items")
                .valueStream()
                .map(each ->
                        each.get("kind").stringValue() + " " + each.get("name").stringValue())
                .toList();
    }

    private static List<String> found(String query) {
        return kinds(ADMIN.get("/admin/v1/search?q=" + query).is(200));
    }

    @Test
    void theStaffFindsEverything() {
        PEOPLE.person(BANK, "quyosh@bank.example", "owner");
        assertThat(found("quYOSH"))
                .contains(
                        "account Quyosh bank",
                        "account Quyosh shop",
                        "account Quyosh reseller",
                        "operator quyosh-telecom")
                .contains("user Somebody");
        assertThat(found(Long.toString(BANK))).contains("account Quyosh bank");
        assertThat(found("99")).containsExactly("route 998");
        ADMIN.get("/admin/v1/search?q=q").isProblem(400, "invalid_field", "q");
        assertThat(found("998")).contains("route 998");
        assertThat(found("%2B998901234567")).hasSize(2).containsOnly("message +998901234567");
        JsonNode message =
                ADMIN.get("/admin/v1/search?q=" + OWN_MESSAGE).is(200).at("/items/0");
        assertThat(message.get("id").stringValue()).isEqualTo(OWN_MESSAGE);
        assertThat(message.get("account").stringValue()).isEqualTo("Quyosh bank");
        assertThat(message.get("status").stringValue()).isEqualTo("accepted");
        assertThat(found("bank")).as("not within a name").isEmpty();
        assertThat(found("100%25_")).isEmpty();
    }

    @Test
    void aKeyIsFoundByItsVisiblePart() {
        String key = PLATFORM.key(BANK, "'sms:read'");
        String visible = key.substring("elchi_".length(), "elchi_".length() + 8);
        for (String query : List.of(visible, visible.substring(0, 5), "elchi_" + visible, key)) {
            JsonNode found = ADMIN.get("/admin/v1/search?q=" + query).is(200).at("/items/0");
            assertThat(found.get("kind").stringValue()).as(query).isEqualTo("key");
            assertThat(found.get("detail").stringValue()).isEqualTo(visible);
            assertThat(found.toString()).doesNotContain(key.substring(15));
        }
    }

    /// Five of a kind at most.
    @Test
    void aListHasAnEnd() {
        for (int i = 0; i < 7; i++) {
            PLATFORM.account("client", PLATFORM.root(), "Many " + i);
        }
        assertThat(found("many")).hasSize(5);
    }

    @Test
    void aResellersPeopleFindWhatIsTheirs() {
        Browser reseller = PEOPLE.signedIn(RESELLER, "search@quyosh.example", "reseller_admin");
        PEOPLE.person(OTHER, "quyosh@shop.example", "owner");
        assertThat(kinds(reseller.get("/admin/v1/search?q=quyosh").is(200)))
                .contains("account Quyosh bank", "account Quyosh reseller")
                .doesNotContain("account Quyosh shop", "operator quyosh-telecom")
                .noneMatch(each -> each.contains("shop"));
        assertThat(reseller.get("/admin/v1/search?q=quyosh").is(200).toString()).doesNotContain("shop");
        assertThat(kinds(reseller.get("/admin/v1/search?q=" + OWN_MESSAGE).is(200)))
                .containsExactly("message +998901234567");
        assertThat(kinds(reseller.get("/admin/v1/search?q=" + OTHER_MESSAGE).is(200)))
                .isEmpty();
        assertThat(kinds(reseller.get("/admin/v1/search?q=998901234567").is(200)))
                .containsExactly("message +998901234567");
        String key = PLATFORM.key(OTHER, "'sms:read'");
        assertThat(kinds(reseller.get("/admin/v1/search?q=" + key.substring(6, 14))
                        .is(200)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%20", "%20%20"})
    void anEmptySearchIsRefused(String query) {
        ADMIN.get("/admin/v1/search?q=" + query).isProblem(400, "invalid_field", "q");
    }

    @Test
    void aSearchThatIsMissingOrTooLongIsRefused() {
        ADMIN.get("/admin/v1/search").isProblem(400, "missing_field", "q");
        ADMIN.get("/admin/v1/search?q=" + "x".repeat(101)).isProblem(400, "invalid_field", "q");
    }

    /// Each part of a search has an index that can serve it.
    @Test
    void eachLookUpHasAnIndex() {
        List<String> plans = List.of(
                "SELECT id FROM accounts.accounts WHERE lower(name) ~>=~ 'a' AND lower(name) ~<~ 'b'",
                "SELECT id FROM accounts.accounts WHERE external_ref = 'a'",
                "SELECT id FROM accounts.api_keys WHERE prefix ~>=~ 'a' AND prefix ~<~ 'b'",
                "SELECT id FROM identity.users WHERE email ~>=~ 'a' AND email ~<~ 'b'",
                "SELECT id FROM identity.users WHERE lower(name) ~>=~ 'a' AND lower(name) ~<~ 'b'",
                "SELECT id FROM routing.routes WHERE prefix ~>=~ '9' AND prefix ~<~ 'b'");
        PLATFORM.server().part(Database.class).transactions().run(tx -> {
            try (var statement = tx.connection().createStatement()) {
                statement.execute("SET LOCAL enable_seqscan = off");
                for (String plan : plans) {
                    StringBuilder text = new StringBuilder();
                    try (var rows = statement.executeQuery("EXPLAIN " + plan)) {
                        while (rows.next()) {
                            text.append(rows.getString(1)).append('\n');
                        }
                    }
                    assertThat(text.toString()).as(plan).contains("Index").doesNotContain("Seq Scan");
                }
            }
            return null;
        });
    }
}
