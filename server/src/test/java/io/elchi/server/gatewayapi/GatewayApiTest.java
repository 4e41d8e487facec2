package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Database;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Samples;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The public API, each answer held against its contract. There is an operator, and no link to it: messages wait.
class GatewayApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static Api bank;
    private static String key;
    private static long client;

    @BeforeAll
    static void bank() {
        client = TestBank.open(PLATFORM);
        key = PLATFORM.key(client, "'sms:send','sms:read','webhooks'");
        bank = PLATFORM.as(key);
        TestBank.awaitAcceptance(bank);
    }

    private static String send(String to) {
        return "{'to':'" + to + "','from':'Bank','text':'Salom','reference':'r-1','meta':{'a':1}}";
    }

    @Test
    void aMessageIsAcceptedAndFound() {
        JsonNode accepted =
                bank.post("/v1/sms/send", send("00998 90 123-45-67")).is(202);
        assertThat(accepted.get("to").stringValue()).isEqualTo("+998901234567");
        assertThat(accepted.at("/max_price/amount").stringValue()).isEqualTo("50.000000");
        JsonNode found = bank.get("/v1/sms/" + accepted.get("id").stringValue()).is(200);
        assertThat(found.get("id")).isEqualTo(accepted.get("id"));
        assertThat(found.get("content").stringValue()).isEqualTo("text");
        assertThat(found.get("reference").stringValue()).isEqualTo("r-1");
        assertThat(found.at("/timeline/1/event").stringValue()).isEqualTo("reserved");
    }

    @Test
    void aMessageHasTheClassService() {
        String body = "{'to':'+998901234567','from':'Bank','text':'x','class':'service'}";
        JsonNode accepted = bank.post("/v1/sms/send", body).is(202);
        assertThat(accepted.get("class").stringValue()).isEqualTo("service");
        JsonNode found = bank.get("/v1/sms/" + accepted.get("id").stringValue()).is(200);
        assertThat(found.get("class").stringValue()).isEqualTo("service");
    }

    /// A message whose content is no text, as another entrance stores it.
    @Test
    void octetsAreNotShown() {
        Content parts = new Content.Parts(List.of(new Content.Part(new byte[] {1, 2, 3}, 4, 0)));
        Instant now = Clock.SYSTEM.now();
        Message message = Samples.of(
                parts, Samples.message(new MessageIds(Clock.SYSTEM, new SplittableRandom(1)).next(), client, now));
        MessageStore store = PLATFORM.server().part(MessageStore.class);
        PLATFORM.server().part(Database.class).transactions().run(tx -> {
            store.insert(tx, List.of(message), Duration.ofHours(1));
            return null;
        });
        for (JsonNode found : List.of(
                bank.get("/v1/sms/" + message.id()).is(200),
                PLATFORM.admin().get("/admin/v1/messages/" + message.id()).is(200))) {
            assertThat(found.get("content").stringValue()).isEqualTo("parts");
            assertThat(found.get("parts").intValue()).isEqualTo(1);
            assertThat(found.has("text")).isFalse();
            assertThat(found.has("encoding")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    422 | invalid_destination | to   | {'to':'+1','from':'Bank','text':'x'}
                    403 | sender_not_allowed  | from | {'to':'+998901234567','from':'Other','text':'x'}
                    422 | invalid_sender      | from | {'to':'+998901234567','from':'A name that is too long','text':'x'}
                    422 | empty_text          | text | {'to':'+998901234567','from':'Bank','text':''}
                    422 | blocked_destination | to   | {'to':'+998991234567','from':'Bank','text':'x'}
                    422 | card_number         | text | {'to':'+998901234567','from':'Bank','text':'4111 1111-1111 1111'}
                    422 | invalid_validity    | validity_seconds | {'to':'+998901234567','from':'Bank','text':'x','validity_seconds':0}
                    400 | invalid_field       | not_before | {'to':'+998901234567','from':'Bank','text':'x','not_before':'tomorrow'}
                    400 | invalid_field       | not_before | {'to':'+998901234567','from':'Bank','text':'x','not_before':'2126-01-01T00:00:00Z'}
                    400 | unknown_field       | text2 | {'to':'+998901234567','from':'Bank','text':'x','text2':'y'}
                    """)
    void aMessageThatCannotBeSentIsRefused(int status, String code, String field, String body) {
        bank.post("/v1/sms/send", body).isProblem(status, code, field);
    }

    /// Each answer names the cause, not another one that is near it.
    @Test
    void anErrorTellsItsCause() {
        Api admin = PLATFORM.admin();
        client = PLATFORM.account("client", PLATFORM.root(), "particular");
        long operator = admin.post(
                        "/admin/v1/operators", "{'name':'dear','default_cost':{'amount':'60','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/admin/v1/routes", "{'operator_id':%d,'account_id':%d,'country':'UZ'}".formatted(operator, client))
                .is(201);
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'MyBank'}".formatted(client))
                .is(201);
        Api own = PLATFORM.as(PLATFORM.key(client, "'sms:send'"));
        String message = "{'to':'+998901234567','from':'MyBank','text':'x'}";
        awaitRefusal(own, message, "price_below_cost");
        admin.patch("/admin/v1/operators/" + operator, "{'default_cost':{'amount':'1','currency':'GBP'}}")
                .is(200);
        awaitRefusal(own, message, "no_exchange_rate");
        admin.patch("/admin/v1/operators/" + operator, "{'status':'suspended'}").is(200);
        awaitRefusal(own, message, "route_suspended");
        admin.patch(
                        "/admin/v1/operators/" + operator,
                        "{'status':'active','default_cost':{'amount':'1','currency':'UZS'}}")
                .is(200);
        awaitRefusal(own, message, "insufficient_funds");
        assertThat(own.post("/v1/sms/send", message)
                        .isProblem(402, "insufficient_funds")
                        .json()
                        .get("detail")
                        .stringValue())
                .isEqualTo("50.000000 UZS are missing");
        refusalsAreKept(own, client, message);
        assertThat(own.post("/v1/sms/send", message.replace("MyBank", "MYBANK"))
                        .isProblem(403, "sender_not_allowed", "from")
                        .json()
                        .get("detail")
                        .stringValue())
                .contains("'MyBank'");
    }

    private static void refusalsAreKept(Api own, long client, String message) {
        Api admin = PLATFORM.admin();
        own.post("/v1/sms/batch", "{'messages':[%s,{'to':'+998901234567'}]}".formatted(message))
                .isProblem(400, "missing_field", "messages[1].from");
        String refusals = "/admin/v1/refusals?account_id=" + client;
        Platform.await(
                "refusals are kept",
                () -> admin.get(refusals + "&code=missing_field")
                                .is(200)
                                .get("items")
                                .size()
                        == 1);
        JsonNode refusal =
                admin.get(refusals + "&code=insufficient_funds").is(200).at("/items/0");
        assertThat(refusal.get("detail").stringValue()).isEqualTo("50.000000 UZS are missing");
        assertThat(refusal.get("to").stringValue()).isEqualTo("+998901234567");
        assertThat(refusal.get("from").stringValue()).isEqualTo("MyBank");
        assertThat(refusal.toString()).doesNotContain("text");
    }

    private static void awaitRefusal(Api own, String message, String code) {
        Platform.await(
                "the refusal is " + code,
                () -> own.post("/v1/sms/send", message)
                        .json()
                        .path("code")
                        .asString("")
                        .equals(code));
    }

    @Test
    void aBatchAnswersEachInItsOrder() {
        JsonNode answer = bank.post(
                        "/v1/sms/batch",
                        "{'messages':[%s,%s,%s]}".formatted(send("+998901234567"), send("+1"), send("+998931234567")))
                .is(200);
        assertThat(answer.get("accepted").intValue()).isEqualTo(2);
        assertThat(answer.at("/messages/1/error/code").stringValue()).isEqualTo("invalid_destination");
        assertThat(answer.at("/messages/2/to").stringValue()).isEqualTo("+998931234567");
    }

    private static HttpResponse<String> keyed(String idempotencyKey, String body) {
        return PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri("/v1/sms/send"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build());
    }

    @Test
    void aRepeatedRequestIsSentOnceAndAnsweredTheSame() {
        HttpResponse<String> first = keyed("order-17", send("+998901234567"));
        HttpResponse<String> second = keyed("order-17", send("+998901234567"));
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(first.headers().firstValue("RateLimit-Limit")).hasValue("1000");
        HttpResponse<String> other = keyed("order-17", send("+998901234568"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("idempotency_key_reused");
        // What was refused may be asked again with the same key.
        assertThat(keyed("order-18", send("+1")).statusCode()).isEqualTo(422);
        assertThat(keyed("order-18", send("+998901234567")).statusCode()).isEqualTo(202);
        assertThat(keyed("x".repeat(256), send("+998901234567")).statusCode()).isEqualTo(400);
    }

    @Test
    void theAccountSeesItself() {
        JsonNode balance = bank.get("/v1/balance").is(200);
        assertThat(balance.at("/balance/amount").stringValue()).isEqualTo("1000.000000");
        JsonNode profile = bank.get("/v1/account/profile").is(200);
        assertThat(profile.get("name").stringValue()).isEqualTo("bank");
        assertThat(profile.at("/limits/parts_per_second").intValue()).isEqualTo(1000);
    }

    @Test
    void anotherAccountsMessageIsNotThere() {
        String id = bank.post("/v1/sms/send", send("+998901234567"))
                .is(202)
                .get("id")
                .stringValue();
        Api other = PLATFORM.as(PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "other"), "'sms:read'"));
        other.get("/v1/sms/" + id).isProblem(404, "not_found");
        bank.get("/v1/sms/" + id).is(200);
    }

    @Test
    void endpointsAreAddedListedAndRemoved() {
        JsonNode added = bank.post("/v1/webhooks", "{'url':'https://bank.example/hook','events':['message.delivered']}")
                .is(201);
        String path = "/v1/webhooks/" + added.get("id");
        assertThat(bank.get(path).is(200).has("secret")).isFalse();
        assertThat(bank.get("/v1/webhooks").is(200).get("items").size()).isEqualTo(1);
        assertThat(bank.post(path + "/rotate-secret", null).is(200).get("secret"))
                .isNotEqualTo(added.get("secret"));
        bank.post(path + "/enable", null).is(200);
        assertThat(bank.post(path + "/replay", null).is(200).get("events").intValue())
                .isZero();
        bank.post(path + "/replay", "{}").is(200);
        bank.post(path + "/replay", "{'since':'2026-01-01T00:00:00Z','delivered':true}")
                .is(200);
        bank.post(path + "/replay", "{'since':'yesterday'}").isProblem(400, "invalid_field", "since");
        assertThat(bank.get(path + "/attempts").is(200).get("items")).isEmpty();
        bank.get(path + "/attempts?limit=5&before=" + Instant.now()).is(200);
        bank.get(path + "/attempts?before=%2B999999999-12-31T00:00:00Z").isProblem(400, "invalid_field", "before");
        bank.get(path + "/attempts?before=now").isProblem(400, "invalid_field", "before");
        bank.post("/v1/webhooks", "{'url':'http://bank.example/hook'}").isProblem(400, "invalid_field", "url");
        bank.post("/v1/webhooks", "{'url':'https://bank.example/hook','events':['message.read']}")
                .isProblem(400, "invalid_field", "events");
        bank.delete(path).is(204);
        bank.delete(path).isProblem(404, "not_found");
        bank.get("/v1/webhooks/x").isProblem(400, "invalid_field", "id");
    }
}
