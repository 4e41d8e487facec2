package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.templates.TemplateStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplateApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final String LOGIN = "{'name':'%s','fallback_locale':'UZ',"
            + "'texts':{'uz':'Kod: {{code}}','ru':'Код: {{code}}'},"
            + "'variables':[{'name':'code','type':'code','max_length':6}]}";

    private static long client;
    private static String key;
    private static Api bank;
    private static Api other;
    private static int count;

    @BeforeAll
    static void open() {
        client = TestBank.open(PLATFORM);
        key = PLATFORM.key(client, "'sms:test','sms:read','templates'");
        bank = PLATFORM.as(key);
        long second = PLATFORM.account("client", PLATFORM.root(), "second");
        other = PLATFORM.as(PLATFORM.key(second, "'sms:test','sms:read','templates'"));
        PLATFORM.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(second))
                .is(201);
        TestBank.awaitAcceptance(bank);
    }

    private static String name() {
        return "login-" + ++count;
    }

    private static long added(String name) {
        return bank.post("/v1/templates", LOGIN.formatted(name))
                .is(201)
                .get("id")
                .longValue();
    }

    private static String message(String members) {
        return "{'to':'+99910000000','from':'Bank',%s}".formatted(members);
    }

    /// As it is sent: the answers mask digits.
    private static String text(JsonNode accepted) {
        return PLATFORM.server()
                .database()
                .database()
                .jdbc()
                .sql("SELECT content FROM messages.messages WHERE id = ?::uuid")
                .param(accepted.get("id").stringValue())
                .query(String.class)
                .single();
    }

    private static HttpResponse<String> put(long id, String match, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(PLATFORM.server().uri("/v1/templates/" + id))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (match != null) {
            request.header("If-Match", match);
        }
        return PLATFORM.server().send(request.build());
    }

    /// Its answer is stored, whatever became of the template.
    @Test
    void aRepetitionHasItsAnswerWhenTheTemplateIsGone() {
        String name = name();
        long id = added(name);
        String body = message("'template':'%s','variables':{'code':'0471'}".formatted(name));
        JsonNode first = bank.postOnce("/v1/sms/send", body, name).is(202);
        assertThat(bank.delete("/v1/templates/" + id).status()).isEqualTo(204);
        assertThat(bank.postOnce("/v1/sms/send", body, name).is(202)).isEqualTo(first);
        bank.post("/v1/sms/send", body).isProblem(400, "invalid_field", "template");
    }

    @Test
    void aTextThatGrowsTooLongIsRefused() {
        String value = "x".repeat(500);
        String name = name();
        bank.post(
                        "/v1/templates",
                        "{'name':'%s','fallback_locale':'uz','texts':{'uz':'%s'},'variables':[{'name':'a','type':'string','max_length':500}]}"
                                .formatted(name, "{{a}}".repeat(100)))
                .is(201);
        bank.post("/v1/sms/send", message("'template':'%s','variables':{'a':'%s'}".formatted(name, value)))
                .isProblem(400, "invalid_field", "variables");
    }

    @Test
    void aMessageIsMadeOfATemplateByItsNameOrItsId() {
        String name = name();
        long id = added(name);
        JsonNode byName = bank.post(
                        "/v1/sms/send",
                        message("'template':'%s','locale':'ru','variables':{'code':'0471'}".formatted(name)))
                .is(202);
        assertThat(text(byName)).isEqualTo("Код: 0471");
        JsonNode byId = bank.post("/v1/sms/send", message("'template':%d,'variables':{'code':471}".formatted(id)))
                .is(202);
        assertThat(text(byId)).isEqualTo("Kod: 471");
        JsonNode read = bank.get("/v1/sms/" + byId.get("id").stringValue()).is(200);
        assertThat(read.get("template_id").longValue()).isEqualTo(id);
        Platform.await(
                "both are in the list of the template, ended or not",
                () -> bank.get("/v1/sms?template_id=" + id).is(200).get("items").size() == 2
                        && bank.get("/v1/sms?state=delivered&template_id=" + id)
                                        .is(200)
                                        .get("items")
                                        .size()
                                == 2);
        assertThat(bank.get("/v1/sms?template_id=" + (id + 1000)).is(200).get("items"))
                .isEmpty();
    }

    @Test
    void aChangeMakesTheNextVersion() {
        String name = name();
        long id = added(name);
        String changed = LOGIN.formatted(name).replace("Kod", "Parol");
        assertThat(put(id, null, changed).statusCode()).isEqualTo(400);
        assertThat(put(id, "1", changed).statusCode()).isEqualTo(400);
        assertThat(put(id, "\"2\"", changed).statusCode()).isEqualTo(412);
        HttpResponse<String> answer = put(id, "\"1\"", changed);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(put(id, "\"1\"", changed).statusCode()).isEqualTo(412);
        JsonNode read = bank.get("/v1/templates/" + id).is(200);
        assertThat(read.get("version").intValue()).isEqualTo(2);
        assertThat(read.get("fallback_locale").stringValue()).isEqualTo("uz");
        JsonNode sent = bank.post("/v1/sms/send", message("'template':'%s','variables':{'code':'1'}".formatted(name)))
                .is(202);
        assertThat(text(sent)).isEqualTo("Parol: 1");
        bank.delete("/v1/templates/" + id).is(204);
        bank.get("/v1/templates/" + id).isProblem(404, "not_found");
        bank.post("/v1/sms/send", message("'template':'%s','variables':{'code':'1'}".formatted(name)))
                .isProblem(400, "invalid_field", "template");
        assertThat(JsonMapper.shared()
                        .readTree(put(id, "\"2\"", changed).body())
                        .get("code")
                        .stringValue())
                .isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | variables.code  | {'template':'wrong'}
                    missing_field | variables.code  | {'template':'wrong','variables':{}}
                    invalid_field | variables.code  | {'template':'wrong','variables':{'code':'1234567'}}
                    invalid_field | variables.code  | {'template':'wrong','variables':{'code':'12a'}}
                    unknown_field | variables.other | {'template':'wrong','variables':{'code':'12','other':'x'}}
                    invalid_field | template        | {'template':'nothing','variables':{'code':'12'}}
                    invalid_field | template        | {'template':999999,'variables':{'code':'12'}}
                    invalid_field | template        | {'template':true}
                    invalid_field | template        | {'template':'wrong','text':'x'}
                    invalid_field | locale          | {'template':'wrong','locale':'!','variables':{'code':'12'}}
                    invalid_field | locale          | {'text':'x','locale':'uz'}
                    """)
    void whatIsWrongIsNamed(String code, String field, String members) {
        bank.post("/v1/templates", LOGIN.formatted("wrong"));
        bank.post("/v1/sms/send", message(members.substring(1, members.length() - 1)))
                .isProblem(400, code, field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | name                    | {'fallback_locale':'uz','texts':{'uz':'x'}}
                    invalid_field | name                    | {'name':'a b','fallback_locale':'uz','texts':{'uz':'x'}}
                    invalid_field | fallback_locale         | {'name':'a','fallback_locale':'ru','texts':{'uz':'x'}}
                    invalid_field | texts                   | {'name':'a','fallback_locale':'uz','texts':{'u':'x'}}
                    invalid_field | texts                   | {'name':'a','fallback_locale':'uz','texts':{}}
                    invalid_field | texts.uz                | {'name':'a','fallback_locale':'uz','texts':{'uz':' '}}
                    invalid_field | texts.uz                | {'name':'a','fallback_locale':'uz','texts':{'uz':'{{x}}'}}
                    invalid_field | texts.uz                | {'name':'a','fallback_locale':'uz','texts':{'uz':'{{x'}}
                    invalid_field | variables               | {'name':'a','fallback_locale':'uz','texts':{'uz':'x'},'variables':[{'name':'x','type':'date'}]}
                    missing_field | variables[0].max_length | {'name':'a','fallback_locale':'uz','texts':{'uz':'{{x}}'},'variables':[{'name':'x','type':'string'}]}
                    invalid_field | variables[0].type       | {'name':'a','fallback_locale':'uz','texts':{'uz':'{{x}}'},'variables':[{'name':'x','type':'html'}]}
                    invalid_field | variables[0].name       | {'name':'a','fallback_locale':'uz','texts':{'uz':'{{x}}'},'variables':[{'name':'X','type':'date'}]}
                    invalid_field | variables[1].name       | {'name':'a','fallback_locale':'uz','texts':{'uz':'{{x}}'},'variables':[{'name':'x','type':'date'},{'name':'x','type':'date'}]}
                    unknown_field | html                    | {'name':'a','fallback_locale':'uz','texts':{'uz':'x'},'html':1}
                    """)
    void aTemplateIsCheckedWhenItIsMade(String code, String field, String body) {
        bank.post("/v1/templates", body).isProblem(400, code, field);
    }

    @Test
    void aNameIsThereOnce() {
        String name = name();
        added(name);
        bank.post("/v1/templates", LOGIN.formatted(name)).isProblem(409, "conflict", "name");
    }

    @Test
    void recipientsOfABatchHaveTheirOwnValues() {
        String name = name();
        added(name);
        JsonNode answer = bank.post(
                        "/v1/sms/batch",
                        ("{'from':'Bank','template':'%s','locale':'uz','messages':["
                                        + "{'to':'+99910000000','variables':{'code':'1'},'reference':'a'},"
                                        + "{'to':'+99910000000','variables':{'code':'2'},'meta':{'n':2}},"
                                        + "{'to':'+99910000000','text':'plain'}]}")
                                .formatted(name))
                .is(200);
        assertThat(answer.get("accepted").intValue()).isEqualTo(3);
        assertThat(text(answer.at("/messages/0"))).isEqualTo("Kod: 1");
        assertThat(text(answer.at("/messages/1"))).isEqualTo("Kod: 2");
        assertThat(text(answer.at("/messages/2"))).isEqualTo("plain");
        bank.post(
                        "/v1/sms/batch",
                        ("{'from':'Bank','template':'%s','messages':[{'to':'+99910000000','variables':{'code':'1'}},"
                                        + "{'to':'+99910000000','variables':{'code':'x'}}]}")
                                .formatted(name))
                .isProblem(400, "invalid_field", "messages[1].variables.code");
    }

    @Test
    void templatesOfAnotherAccountAreNotThere() {
        String name = name();
        long id = added(name);
        other.get("/v1/templates/" + id).isProblem(404, "not_found");
        other.delete("/v1/templates/" + id).isProblem(404, "not_found");
        for (String template : new String[] {"'" + name + "'", Long.toString(id)}) {
            other.post("/v1/sms/send", message("'template':%s,'variables':{'code':'1'}".formatted(template)))
                    .isProblem(400, "invalid_field", "template");
        }
        assertThat(Platform.ids(other.get("/v1/templates").is(200))).isEmpty();
        assertThat(Platform.ids(bank.get("/v1/templates?limit=500").is(200))).contains(id);
        bank.get("/v1/templates/" + id).is(200);
    }

    @Test
    void aKeyNeedsTheScope() {
        Api sender = PLATFORM.as(PLATFORM.key(client, "'sms:test'"));
        sender.get("/v1/templates").isProblem(403, "scope_missing");
        sender.post("/v1/templates", LOGIN.formatted("x")).isProblem(403, "scope_missing");
        String name = name();
        added(name);
        sender.post("/v1/sms/send", message("'template':'%s','variables':{'code':'1'}".formatted(name)))
                .is(202);
    }

    /// Another process follows the changed rows.
    @Test
    void everyProcessKnowsATemplate() {
        try (TestServer second = PLATFORM.server().join(EnumSet.of(Role.GATEWAY, Role.CONSOLE), Map.of())) {
            String name = name();
            long id = added(name);
            TemplateStore store = second.part(TemplateStore.class);
            TemplateStore.TemplateUse use = new TemplateStore.TemplateUse(0, name, null, Map.of("code", "1"));
            Platform.await("the second process has it", () -> text(store, use).equals("Kod: 1"));
            assertThat(put(id, "\"1\"", LOGIN.formatted(name).replace("Kod", "Parol"))
                            .statusCode())
                    .isEqualTo(200);
            Platform.await(
                    "the second process has the change", () -> text(store, use).equals("Parol: 1"));
            bank.delete("/v1/templates/" + id).is(204);
            Platform.await(
                    "the second process has it no more", () -> text(store, use).isEmpty());
        }
    }

    private static String text(TemplateStore store, TemplateStore.TemplateUse use) {
        try {
            return store.fill(client, use, "").text();
        } catch (io.elchi.server.core.RefusedException ignored) {
            return "";
        }
    }
}
