package io.elchi.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.core.serializer.support.SerializingConverter;
import tools.jackson.databind.JsonNode;

class DraftsTest {
    private static final String RATE = "{'base':'USD','quote':'UZS','rate':'%s'}";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final People PEOPLE = new People(PLATFORM);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Browser AUTHOR = person("finance");
    private static final Browser OTHER = person("finance");

    private static Browser person(String role) {
        return PEOPLE.signedIn(PLATFORM.root(), "staff" + NUMBER.incrementAndGet() + "@elchi.example", role)
                .because("asked for in ticket 17");
    }

    private static Database database() {
        return PLATFORM.server().part(Database.class);
    }

    private static long id(Browser who) {
        return who.get("/console/session").is(200).at("/user/id").longValue();
    }

    private static long rate(Browser who, String rate) {
        return who.put("/admin/v1/exchange-rates", RATE.formatted(rate))
                .is(202)
                .get("id")
                .longValue();
    }

    private static String rate() {
        return PLATFORM.admin()
                .get("/admin/v1/exchange-rates")
                .is(200)
                .at("/items/0/rate")
                .asString("none");
    }

    private static String state(Api.Answer answer) {
        return answer.is(200).get("state").stringValue();
    }

    private static String approve(long draft) {
        return "/admin/v1/drafts/" + draft + "/approve";
    }

    private static List<JsonNode> entries(String query) {
        return PLATFORM.admin()
                .get("/admin/v1/audit?" + query)
                .is(200)
                .get("items")
                .valueStream()
                .map(item -> item.get("entry"))
                .toList();
    }

    @Test
    void whatOneAsksForAnotherApproves() {
        JsonNode draft = AUTHOR.put("/admin/v1/exchange-rates", RATE.formatted("12700.50"))
                .is(202);
        assertThat(draft.get("state").stringValue()).isEqualTo("open");
        assertThat(draft.at("/request/body/rate").stringValue()).isEqualTo("12700.50");
        assertThat(rate()).isNotEqualTo("12700.500000");
        long id = draft.get("id").longValue();
        JsonNode done = OTHER.post(approve(id), null).is(200);
        assertThat(done.at("/draft/state").stringValue()).isEqualTo("executed");
        assertThat(done.at("/draft/decision/user_id").longValue()).isEqualTo(id(OTHER));
        assertThat(done.at("/result/rate").stringValue()).isEqualTo("12700.500000");
        assertThat(rate()).isEqualTo("12700.500000");

        JsonNode change = entries("object=tariffs.exchange_rates").getFirst();
        assertThat(change.at("/actor/user_id").longValue()).isEqualTo(id(AUTHOR));
        assertThat(change.at("/actor/approved_by").longValue()).isEqualTo(id(OTHER));
        assertThat(change.at("/actor/reason").stringValue()).isEqualTo("asked for in ticket 17");
        List<JsonNode> states = entries("object=approvals.drafts&object_id=" + id);
        assertThat(states)
                .extracting(entry -> entry.at("/after/state").stringValue())
                .containsExactly("executed", "approved", "open");
        assertThat(states.get(1).at("/actor/user_id").longValue()).isEqualTo(id(OTHER));
        assertThat(states.get(1).at("/actor/approved_by").isMissingNode()).isTrue();
    }

    @Test
    void nobodyApprovesItsOwn() {
        long draft = rate(AUTHOR, "1.5");
        AUTHOR.post(approve(draft), null).isProblem(409, "conflict");
        AUTHOR.post("/admin/v1/drafts/" + draft + "/reject", "{'reason':'a mistake'}")
                .isProblem(409, "conflict");
        assertThat(state(AUTHOR.delete("/admin/v1/drafts/" + draft))).isEqualTo("withdrawn");
        OTHER.post(approve(draft), null).isProblem(409, "conflict");
        assertThat(rate()).isNotEqualTo("1.500000");
    }

    @Test
    void anotherRejects() {
        long draft = rate(AUTHOR, "1.6");
        OTHER.delete("/admin/v1/drafts/" + draft).isProblem(409, "conflict");
        JsonNode rejected = OTHER.post("/admin/v1/drafts/" + draft + "/reject", "{'reason':'of last month'}")
                .is(200);
        assertThat(rejected.get("state").stringValue()).isEqualTo("rejected");
        assertThat(rejected.at("/decision/reason").stringValue()).isEqualTo("of last month");
        OTHER.post(approve(draft), null).isProblem(409, "conflict");
        assertThat(rate()).isNotEqualTo("1.600000");
    }

    @Test
    void whoMayNotDoItMayNotApproveIt() {
        long draft = rate(AUTHOR, "1.7");
        Browser noc = person("noc");
        noc.post(approve(draft), null).isProblem(403, "scope_missing");
        noc.get("/admin/v1/drafts/" + draft).isProblem(403, "scope_missing");
        assertThat(Platform.ids(noc.get("/admin/v1/drafts").is(200))).doesNotContain(draft);
        // Who could until just now.
        Browser late = person("finance");
        assertThat(Platform.ids(late.get("/admin/v1/drafts?list=to_approve").is(200)))
                .contains(draft);
        PLATFORM.admin().patch("/admin/v1/users/" + id(late), "{'role':'noc'}").is(200);
        late.post(approve(draft), null).isProblem(403, "scope_missing");
        PLATFORM.admin().post(approve(draft), null).isProblem(403, "scope_missing");
        assertThat(rate()).isNotEqualTo("1.700000");
    }

    @Test
    void anAuthorWhoMayNotDoItAnyMoreIsNotActedFor() {
        Browser author = person("finance");
        long draft = rate(author, "1.8");
        long user = id(author);
        for (String change : List.of("{'status':'suspended'}", "{'status':'active','role':'noc'}")) {
            PLATFORM.admin().patch("/admin/v1/users/" + user, change).is(200);
            OTHER.post(approve(draft), null).isProblem(409, "conflict");
            assertThat(state(OTHER.get("/admin/v1/drafts/" + draft))).isEqualTo("open");
        }
        assertThat(rate()).isNotEqualTo("1.800000");
        PLATFORM.admin().patch("/admin/v1/users/" + user, "{'role':'finance'}").is(200);
        OTHER.post(approve(draft), null).is(200);
        assertThat(rate()).isEqualTo("1.800000");
    }

    @Test
    void aDraftEndsAfterItsTime() {
        long draft = rate(AUTHOR, "1.9");
        database()
                .jdbc()
                .sql("UPDATE approvals.drafts SET expires_at = now() WHERE id = ?")
                .param(draft)
                .update();
        OTHER.post(approve(draft), null).isProblem(409, "conflict");
        assertThat(state(OTHER.get("/admin/v1/drafts/" + draft))).isEqualTo("expired");
        assertThat(Platform.ids(OTHER.get("/admin/v1/drafts").is(200))).doesNotContain(draft);
        PLATFORM.server().part(Drafts.class).maintain();
        assertThat(entries("object=approvals.drafts&object_id=" + draft)
                        .getFirst()
                        .at("/after/state")
                        .stringValue())
                .isEqualTo("expired");
    }

    /// The process that had it is gone.
    @Test
    void whetherItWasDoneIsNotKnownWhenItsProcessEnded() {
        long draft = rate(AUTHOR, "2.0");
        database()
                .jdbc()
                .sql(
                        "UPDATE approvals.drafts SET state = 'approved', decided_by = ?, decided_at = now() - interval '11 min'"
                                + " WHERE id = ?")
                .params(id(OTHER), draft)
                .update();
        PLATFORM.server().part(Drafts.class).maintain();
        JsonNode failed = OTHER.get("/admin/v1/drafts/" + draft).is(200);
        assertThat(failed.get("state").stringValue()).isEqualTo("failed");
        assertThat(failed.at("/problem/detail").stringValue()).contains("look whether");
    }

    @Test
    void twoApprovalsInTwoProcessesCarryItOutOnce() throws Exception {
        Browser third = person("finance");
        long bank = PLATFORM.account("client", PLATFORM.root(), "twice");
        try (TestServer other = PLATFORM.server().join(Set.of(Role.values()), Map.of())) {
            for (int i = 0; i < 10; i++) {
                long draft = AUTHOR.post(
                                "/admin/v1/accounts/" + bank + "/adjustments",
                                "{'amount':{'amount':'6000000','currency':'UZS'},'reference':'r%d','note':'n'}"
                                        .formatted(i))
                        .is(202)
                        .get("id")
                        .longValue();
                List<Integer> answers = new ArrayList<>();
                List<Thread> threads = List.of(OTHER, third.at(other)).stream()
                        .map(who -> Thread.startVirtualThread(() -> {
                            Api.Answer answer = who.post(approve(draft), null);
                            synchronized (answers) {
                                answers.add(answer.status());
                            }
                        }))
                        .toList();
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(answers).containsExactlyInAnyOrder(200, 409);
            }
        }
        assertThat(PLATFORM.admin()
                        .get("/admin/v1/accounts/" + bank + "/transactions")
                        .is(200)
                        .get("items"))
                .hasSize(10);
    }

    @Test
    void whatCannotBeDoneAnyMoreFailsAndSaysWhy() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "failing");
        String body = "{'amount':{'amount':'-6000000','currency':'UZS'},'reference':'back','note':'n'}";
        long draft = AUTHOR.post("/admin/v1/accounts/" + bank + "/adjustments", body)
                .is(202)
                .get("id")
                .longValue();
        JsonNode ended = OTHER.post(approve(draft), null).is(200);
        assertThat(ended.at("/draft/state").stringValue()).isEqualTo("failed");
        assertThat(ended.at("/draft/problem/code").stringValue()).isEqualTo("insufficient_funds");
        assertThat(ended.has("result")).isFalse();
        OTHER.post(approve(draft), null).isProblem(409, "conflict");
    }

    @Test
    void whatIsWrongBecomesNoDraft() {
        AUTHOR.put("/admin/v1/exchange-rates", RATE.formatted("0")).isProblem(400, "invalid_field", "rate");
        AUTHOR.delete("/admin/v1/operator-costs/999999").isProblem(404, "not_found");
        AUTHOR.because(null);
        try {
            AUTHOR.put("/admin/v1/exchange-rates", RATE.formatted("3.0")).isProblem(400, "missing_field", "X-Reason");
        } finally {
            AUTHOR.because("asked for in ticket 17");
        }
        person("noc").put("/admin/v1/exchange-rates", RATE.formatted("3.0")).isProblem(403, "scope_missing");
    }

    /// The cookie of a browser that somebody left open.
    @Test
    void bothProveWhoTheyAre() {
        Browser author = person("finance");
        Browser other = person("finance");
        long draft = rate(AUTHOR, "2.1");
        for (Browser late : List.of(author, other)) {
            database()
                    .jdbc()
                    .sql(
                            "UPDATE identity.sessions_attributes SET attribute_bytes = ? WHERE attribute_name = 'confirmed_at'"
                                    + " AND session_primary_id = (SELECT primary_id FROM identity.sessions WHERE principal_name = ?)")
                    .params(
                            new SerializingConverter()
                                    .convert(Instant.now()
                                            .minus(Duration.ofMinutes(6))
                                            .toEpochMilli()),
                            Long.toString(id(late)))
                    .update();
        }
        author.put("/admin/v1/exchange-rates", RATE.formatted("2.2")).isProblem(403, "confirmation_needed");
        other.post(approve(draft), null).isProblem(403, "confirmation_needed");
        assertThat(rate()).isNotEqualTo("2.100000");
    }

    /// A second person that one makes itself.
    @Test
    void nobodyMakesItselfASecondPerson() {
        Browser admin = person("super_admin");
        long bank = PLATFORM.account("client", PLATFORM.root(), "invited");
        String person = "{'account_id':%d,'email':'%s@elchi.example','name':'x','role':'%s'}";
        admin.post("/admin/v1/users", person.formatted(PLATFORM.root(), "puppet", "super_admin"))
                .is(202);
        long owner = admin.post("/admin/v1/users", person.formatted(bank, "owner", "owner"))
                .is(201)
                .at("/user/id")
                .longValue();
        admin.post("/admin/v1/users/" + owner + "/password-link", null).is(201);
        admin.post("/admin/v1/users/" + id(OTHER) + "/password-link", null).is(202);
        admin.delete("/admin/v1/users/" + id(OTHER) + "/second-factor").is(202);
        String key = "{'account_id':%d,'name':'k','scopes':['%s']}";
        admin.post("/admin/v1/api-keys", key.formatted(bank, "sms:send")).is(201);
        admin.post("/admin/v1/api-keys", key.formatted(PLATFORM.root(), "admin"))
                .is(202);
    }

    @Test
    void tenantsNeedASecondPersonWhereTheSettingSaysSo() {
        String role = "{'name':'clerks','permissions':['sms:read']}";
        long bank = PLATFORM.account("client", PLATFORM.root(), "alone");
        Browser owner = PEOPLE.signedIn(bank, "owner@alone.example", "owner");
        owner.post("/admin/v1/roles", role).is(201);
        owner.get("/admin/v1/drafts").is(200);
        owner.get("/admin/v1/drafts/" + rate(AUTHOR, "2.3")).isProblem(404, "not_found");
        try (Platform all = Platform.start(Map.of("approvals.mode", "people"))) {
            People people = new People(all);
            long client = all.account("client", all.root(), "client");
            long draft = people.signedIn(client, "a@client.example", "owner")
                    .because("clerks come")
                    .post("/admin/v1/roles", role)
                    .is(202)
                    .get("id")
                    .longValue();
            Browser stranger = people.signedIn(all.account("client", all.root(), "other"), "a@other.example", "owner");
            stranger.post(approve(draft), null).isProblem(404, "not_found");
            assertThat(Platform.ids(stranger.get("/admin/v1/drafts?list=all").is(200)))
                    .isEmpty();
            JsonNode done = people.signedIn(client, "b@client.example", "owner")
                    .post(approve(draft), null)
                    .is(200);
            assertThat(done.at("/result/name").stringValue()).isEqualTo("clerks");
        }
    }

    @Test
    void smallAmountsNeedNobodyElse() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "small");
        String topUp = "{'amount':{'amount':'%s','currency':'UZS'},'reference':'%s'}";
        String path = "/admin/v1/accounts/" + bank + "/topups";
        AUTHOR.post(path, topUp.formatted("5000000", "a")).is(201);
        AUTHOR.post(path, topUp.formatted("5000000.000001", "b")).is(202);
        String adjustment = "{'amount':{'amount':'%s','currency':'UZS'},'reference':'%s','note':'n'}";
        path = "/admin/v1/accounts/" + bank + "/adjustments";
        AUTHOR.post(path, adjustment.formatted("-5000000", "c")).is(201);
        AUTHOR.post(path, adjustment.formatted("-5000000.000001", "d")).is(202);
        String limit = "{'credit_limit':{'amount':'%s','currency':'%s'}}";
        path = "/admin/v1/accounts/" + bank + "/credit-limit";
        AUTHOR.put(path, limit.formatted("5000000", "UZS")).is(200);
        AUTHOR.put(path, limit.formatted("5000001", "UZS")).is(202);
        AUTHOR.put(path, limit.formatted("1", "USD")).is(202);
    }

    @Test
    void aServerWithAThresholdThatIsNoAmountDoesNotStart() {
        for (String wrong : List.of("5000000", "UZS 5000000", "5000000 uzs", "much UZS", "")) {
            assertThatThrownBy(() -> TestServer.start(Map.of("approvals.money_above", wrong))
                            .close())
                    .as(wrong)
                    .rootCause()
                    .hasMessageContaining("approvals.money_above");
        }
    }

    @Test
    void somebodyHasAsManyDraftsAsTheSettingSays() {
        try (Platform few = Platform.start(Map.of("approvals.most_open", "2"))) {
            Browser author = new People(few)
                    .signedIn(few.root(), "a@elchi.example", "finance")
                    .because("why");
            long first = rate(author, "1");
            rate(author, "2");
            author.put("/admin/v1/exchange-rates", RATE.formatted("3")).isProblem(409, "conflict");
            author.delete("/admin/v1/drafts/" + first).is(200);
            rate(author, "3");
            assertThat(Platform.ids(author.get("/admin/v1/drafts?list=mine").is(200)))
                    .hasSize(3);
            assertThat(Platform.ids(author.get("/admin/v1/drafts").is(200))).hasSize(2);
        }
    }

    @Test
    void theRuleCanBeSwitchedOff() {
        try (Platform off = Platform.start(Map.of("approvals.mode", "off"))) {
            new People(off)
                    .signedIn(off.root(), "a@elchi.example", "finance")
                    .put("/admin/v1/exchange-rates", RATE.formatted("3"))
                    .is(200);
        }
    }

    @Test
    void keysCanBeRefused() {
        try (Platform refused = Platform.start(Map.of("approvals.keys", "refused"))) {
            refused.admin().put("/admin/v1/exchange-rates", RATE.formatted("3")).isProblem(403, "scope_missing");
            refused.admin().get("/admin/v1/exchange-rates").is(200);
        }
    }
}
