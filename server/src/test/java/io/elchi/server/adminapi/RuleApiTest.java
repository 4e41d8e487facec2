package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.rules.RuleJson;
import io.elchi.server.rules.RuleStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RuleApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final String RULES = "/admin/v1/rules";

    private final Api admin = PLATFORM.admin();

    @BeforeEach
    void empty() {
        Platform.ids(admin.get(RULES).is(200)).forEach(id -> admin.delete(RULES + "/" + id));
    }

    private long rule(String members) {
        return admin.post(RULES, "{'name':'r'," + members + "}")
                .is(201)
                .get("id")
                .longValue();
    }

    private static HttpResponse<String> put(long id, String match, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(PLATFORM.server().uri(RULES + "/" + id))
                .header("Authorization", "Bearer " + PLATFORM.adminKey())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (match != null) {
            request.header("If-Match", match);
        }
        return PLATFORM.server().send(request.build());
    }

    private JsonNode tested(String members) {
        return admin.post(
                        RULES + "/test",
                        "{'account_id':%d,'to':'+998901234567','from':'Bank'%s}".formatted(PLATFORM.root(), members))
                .is(200);
    }

    /// It is in force for messages from handsets, and for no others.
    @Test
    void aRuleForMessagesFromHandsetsTagsThem() {
        String match = "'direction':'mo','match':{'to':{'prefixes':['1755']},'operators':[1]}";
        long id = rule(match + ",'action':{'tag':'north','text':{'set':'Hi'}}");
        JsonNode read = admin.get(RULES + "/" + id).is(200);
        assertThat(read.get("direction").stringValue()).isEqualTo("mo");
        assertThat(read.get("match").has("direction")).isFalse();
        String asked = "{'from':'998901234567','to':'1755','operator_id':%d,'text':'Hello'}";
        JsonNode tested =
                admin.post(RULES + "/test-inbound", asked.formatted(1)).is(200);
        assertThat(tested.at("/rules/0/id").longValue()).isEqualTo(id);
        assertThat(tested.at("/message/tag").stringValue()).isEqualTo("north");
        assertThat(tested.at("/message/text").stringValue()).isEqualTo("Hi");
        assertThat(admin.post(RULES + "/test-inbound", asked.formatted(2))
                        .is(200)
                        .get("rules"))
                .isEmpty();
        assertThat(tested(",'text':'Hello'").get("rules"))
                .noneMatch(each -> each.get("id").longValue() == id);
        admin.post(RULES, "{'name':'r','direction':'mo','action':{'class':'service'}}")
                .isProblem(400, "invalid_field", "action.class");
        admin.post(RULES, "{'name':'r','match':{'operators':[1]}}").isProblem(400, "invalid_field", "match.operators");
        admin.post(RULES + "/test-inbound", "{'from':'Bank','to':'1755','operator_id':1}")
                .isProblem(400, "invalid_field", "from");
        admin.delete(RULES + "/" + id).is(204);
    }

    @Test
    void aChangeNamesTheVersionThatItReplaces() {
        long id = rule("'match':{'from':{'equals':['Bank']}},'action':{'reject':'blocked_sender'}");
        Api.Answer first = admin.get(RULES + "/" + id);
        assertThat(first.http().headers().firstValue("ETag")).contains("\"1\"");
        assertThat(first.is(200).at("/match/from/equals/0").stringValue()).isEqualTo("Bank");
        String next = "{'name':'next','enabled':false,'action':{'class':'service'}}";
        assertThat(put(id, null, next).statusCode()).isEqualTo(400);
        assertThat(put(id, "*", next).statusCode()).isEqualTo(400);
        assertThat(put(id, "\"1\"", next).statusCode()).isEqualTo(200);
        assertThat(put(id, "\"1\"", next).statusCode()).isEqualTo(412);
        assertThat(put(id + 1000, "\"1\"", next).statusCode()).isEqualTo(404);
        JsonNode changed = admin.get(RULES + "/" + id).is(200);
        assertThat(changed.get("version").longValue()).isEqualTo(2);
        assertThat(changed.get("match")).isEmpty();
        assertThat(changed.get("enabled").booleanValue()).isFalse();
    }

    @Test
    void rulesAreListedInTheirOrder() {
        long last = rule("'priority':30");
        long first = rule("'priority':10");
        long second = rule("'priority':10");
        assertThat(Platform.ids(admin.get(RULES).is(200))).containsExactly(first, second, last);
        JsonNode page = admin.get(RULES + "?limit=2").is(200);
        assertThat(Platform.ids(page)).containsExactly(first, second);
        assertThat(Platform.ids(
                        admin.get(RULES + "?limit=2&cursor=" + page.get("next").stringValue())
                                .is(200)))
                .containsExactly(last);
        admin.get(RULES + "?cursor=x").isProblem(400, "invalid_field", "cursor");
        assertThat(Platform.ids(admin.put(RULES + "/order", "{'ids':[%d,%d,%d]}".formatted(last, second, first))
                        .is(200)))
                .containsExactly(last, second, first);
        assertThat(Platform.ids(admin.get(RULES).is(200))).containsExactly(last, second, first);
        admin.put(RULES + "/order", "{'ids':[%d,%d]}".formatted(last, second)).isProblem(409, "conflict", "ids");
        admin.put(RULES + "/order", "{'ids':[%d,%d,%d]}".formatted(last, second, second))
                .isProblem(409, "conflict", "ids");
        admin.put(RULES + "/order", "{'ids':['x']}").isProblem(400, "invalid_field", "ids[0]");
    }

    @Test
    void aTestShowsTheRulesThatMatch() {
        long renamed = rule(
                "'priority':1,'passes_on':true,'match':{'to':{'countries':['UZ'],'prefixes':['998']}},"
                        + "'action':{'text':{'pattern':'([0-9]+)','replace':'<$1>'},'priority':2,'tlv':{'id':5120,'value':'0A'}}");
        long refused = rule("'priority':2,'match':{'classes':['promotional']},'action':{'reject':'no_route'}");
        PLATFORM.admin()
                .post(
                        "/admin/v1/mccmnc",
                        "{'mcc':'434','mnc':'04','name':'beeline','country':'UZ','prefixes':['99890']}")
                .is(201);
        Platform.await(
                "the country is known",
                () -> !tested(",'text':'kod 12'").get("rules").isEmpty());
        JsonNode result = tested(",'text':'kod 12'");
        assertThat(result.get("rules").valueStream().map(each -> each.get("id").longValue()))
                .containsExactly(renamed);
        assertThat(result.at("/message/text").stringValue()).isEqualTo("kod <12>");
        assertThat(result.at("/message/tlvs/0/value").stringValue()).isEqualTo("0a");
        assertThat(result.has("refusal")).isFalse();
        JsonNode promotional = tested(",'text':'x','class':'promotional'");
        assertThat(promotional.at("/refusal/code").stringValue()).isEqualTo("no_route");
        assertThat(promotional.at("/rules/1/id").longValue()).isEqualTo(refused);
        assertThat(tested(",'data':true,'data_coding':8")
                        .at("/message/data_coding")
                        .intValue())
                .isEqualTo(8);
        admin.post(RULES + "/test", "{'account_id':1,'to':'12','from':'Bank'}")
                .isProblem(422, "invalid_destination", "to");
        admin.post(
                        RULES + "/test",
                        "{'account_id':%d,'to':'+998901234567','from':'Bank','text':'x','data':true}"
                                .formatted(PLATFORM.root()))
                .isProblem(400, "invalid_field", "text");
    }

    @Test
    void aRuleIsChecked() {
        admin.post(RULES, "{'name':'r','account_id':999999}").isProblem(400, "invalid_field", "account_id");
        admin.post(RULES, "{'name':'r','action':{'from':{'set':'a sender id that is too long'}}}")
                .isProblem(400, "invalid_field", "action.from.set");
        admin.post(RULES, "{'name':'r','match':{'text':{'pattern':'('}}}")
                .isProblem(400, "invalid_field", "match.text.pattern");
        admin.post(RULES, "[]").isProblem(400, "malformed_body");
        admin.get(RULES + "/999999").isProblem(404, "not_found");
        admin.get(RULES + "/x").isProblem(400, "invalid_field", "id");
        admin.delete(RULES + "/999999").isProblem(404, "not_found");
    }

    /// Two at the same time, too: the check and the row are one transaction, alone.
    @Test
    void onlySoManyPatternsRunForEveryMessage() throws InterruptedException {
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < RuleStore.MOST_OPEN + 4; i++) {
            threads.add(Thread.ofVirtual()
                    .start(() -> statuses.add(admin.post(RULES, "{'name':'r','match':{'text':{'pattern':'a+'}}}")
                            .status())));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(RuleStore.MOST_OPEN);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(4);
        rule("'match':{'text':{'pattern':'a+','contains':['aa']}}");
        rule("'enabled':false,'match':{'text':{'pattern':'a+'}}");
    }

    /// Behind an account or a sender id, too: messages of one account may fit them all.
    @Test
    void thePatternsOfAllRulesAreLimited() {
        String all = "'match':{'from':{'equals':['Bank'],'pattern':'B'},'to':{'pattern':'9'},'text':{'pattern':'a'}}";
        for (int i = 0; i < RuleStore.MOST_PATTERNS / 3; i++) {
            rule(all);
        }
        rule("'match':{'to':{'pattern':'9'}}");
        long last = rule("'match':{'from':{'pattern':'B'}}");
        admin.post(RULES, "{'name':'r','match':{'to':{'pattern':'9'}}}").isProblem(409, "conflict", "match.to.pattern");
        admin.post(RULES, "{'name':'r'," + all + "}").isProblem(409, "conflict", "match.text.pattern");
        rule("'enabled':false," + all);
        rule("'match':{'from':{'equals':['Bank']}}");
        admin.delete(RULES + "/" + last);
        rule("'match':{'to':{'pattern':'9'}}");
    }

    /// Every process keeps the words of all rules.
    @Test
    void theWordsOfAllRulesAreLimited() {
        int each = RuleJson.MOST_ITEMS * RuleJson.MOST_CHARACTERS;
        for (int i = 0; i < RuleStore.MOST_WORDS / each; i++) {
            rule(words(i));
        }
        admin.post(RULES, "{'name':'r'," + words(99) + "}").isProblem(409, "conflict", "match.text.contains");
        JsonNode result = tested(",'text':'x%s'".formatted(word(3, 7).toUpperCase(Locale.ROOT)));
        assertThat(result.get("rules")).hasSize(1);
    }

    private static String words(int rule) {
        return IntStream.range(0, RuleJson.MOST_ITEMS)
                .mapToObj(i -> "'" + word(rule, i) + "'")
                .collect(Collectors.joining(",", "'match':{'text':{'contains':[", "]}}"));
    }

    private static String word(int rule, int i) {
        return "%d-%d-".formatted(rule, i)
                + "w"
                        .repeat(RuleJson.MOST_CHARACTERS
                                - "%d-%d-".formatted(rule, i).length());
    }

    @Test
    void mistakesAreListedAndChangesAreAudited() {
        long wide = rule("'match':{'classes':['service']},'action':{'priority':1}");
        long narrow = rule("'match':{'classes':['service'],'from':{'equals':['Bank']}},'action':{'priority':2}");
        JsonNode finding = admin.get(RULES + "/lint").is(200).at("/items/0");
        assertThat(finding.get("kind").stringValue()).isEqualTo("shadowed");
        assertThat(finding.at("/rules/0/id").longValue()).isEqualTo(narrow);
        assertThat(finding.at("/rules/1/id").longValue()).isEqualTo(wide);
        admin.delete(RULES + "/" + narrow);
        JsonNode entries = admin.get("/admin/v1/audit?object=rules.rules&object_id=" + narrow)
                .is(200)
                .get("items");
        assertThat(entries.valueStream().map(each -> each.at("/entry/action").stringValue()))
                .contains("insert", "delete");
    }

    /// Rules are read by all, and made by one process.
    @Test
    void anotherProcessFollows() {
        try (TestServer other = PLATFORM.server().join(Set.of(Role.GATEWAY), Map.of())) {
            RuleStore there = other.part(RuleStore.class);
            assertThat(there.isEmpty()).isTrue();
            long id = rule("'action':{'priority':1}");
            Platform.await("the rule is there", () -> !there.isEmpty());
            assertThat(there.names(new long[] {id}).getFirst().name()).isEqualTo("r");
            assertThat(put(id, "\"1\"", "{'name':'r','enabled':false}").statusCode())
                    .isEqualTo(200);
            Platform.await("the rule is not in force there", there::isEmpty);
        }
    }
}
