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
import java.time.temporal.ChronoUnit;
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
        Api admin = PLATFORM.admin();
        client = PLATFORM.account("client", PLATFORM.root(), "bank");
        long operator = admin.post("/operators", "{'name':'beeline','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/routes", "{'operator_id':%d,'any_destination':true}".formatted(operator))
                .is(201);
        admin.post("/tariff-routes", "{'price_per_sms':{'amount':'50','currency':'UZS'},'any_destination':true}")
                .is(201);
        admin.post("/admin/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        admin.post("/admin/blocklist", "{'kind':'number','pattern':'99899*'}").is(201);
        admin.post(
                        "/admin/accounts/" + client + "/topups",
                        "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                .is(201);
        key = PLATFORM.key(client, "'sms:send','sms:read','webhooks'");
        bank = PLATFORM.as(key);
        Platform.await(
                "messages are accepted",
                () -> bank.post("/v1/sms/send", send("+998901234567")).status() == 202);
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
    void messagesAreListed() {
        String reference = "listed-" + System.nanoTime();
        String body =
                "{'to':'+998901234567','from':'Bank','text':'x','reference':'" + reference + "','meta':{'b':[2]}}";
        String first = bank.post("/v1/sms/send", body).is(202).get("id").stringValue();
        String second = bank.post("/v1/sms/send", body).is(202).get("id").stringValue();
        JsonNode page = bank.get("/v1/sms?limit=1&reference=" + reference).is(200);
        assertThat(page.at("/items/0/id").stringValue()).isEqualTo(second);
        assertThat(page.at("/items/0/state").stringValue()).isEqualTo("accepted");
        assertThat(page.at("/items/0/meta/b/0").intValue()).isEqualTo(2);
        JsonNode rest = bank.get("/v1/sms?limit=1&reference=" + reference + "&cursor="
                        + page.get("next").stringValue())
                .is(200);
        assertThat(rest.at("/items/0/id").stringValue()).isEqualTo(first);
        assertThat(rest.has("next")).isFalse();
        String filters =
                "/v1/sms?state=accepted&class=transactional&to=%2B998901234567&from=Bank&reference=" + reference;
        assertThat(bank.get(filters + "&accepted_from=2026-01-01T00:00:00Z")
                        .is(200)
                        .get("items"))
                .hasSize(2);
        assertThat(bank.get(filters + "&accepted_before=2026-01-01T00:00:00Z")
                        .is(200)
                        .get("items"))
                .isEmpty();
        JsonNode everywhere =
                PLATFORM.admin().get("/admin/messages?reference=" + reference).is(200);
        assertThat(everywhere.at("/items/0/account").stringValue()).isEqualTo("bank");
        assertThat(everywhere.at("/items/0/operator").stringValue()).isEqualTo("beeline");
        assertThat(everywhere.get("items")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "state=gone, invalid_field, state",
        "class=x, invalid_field, class",
        "to=12, invalid_field, to",
        "accepted_from=yesterday, invalid_field, accepted_from",
        "accepted_before=-1000000000-01-01T00:00:00Z, invalid_field, accepted_before",
        "acceptedFrom=2026-01-01T00:00:00Z, unknown_parameter, acceptedFrom",
        "status=accepted, unknown_parameter, status",
        "cursor=x, invalid_field, cursor",
        "limit=0, invalid_field, limit"
    })
    void aQueryOfMessagesIsChecked(String query, String code, String field) {
        bank.get("/v1/sms?" + query).isProblem(400, code, field);
        PLATFORM.admin().get("/admin/messages?" + query).isProblem(400, code, field);
    }

    @Test
    void theAccountSeesItsEntriesAndItsRefusedRequests() {
        JsonNode entries = bank.get("/v1/transactions").is(200).get("items");
        assertThat(entries.get(0).get("reason").stringValue()).isEqualTo("topup");
        assertThat(entries.get(0).at("/amount/amount").stringValue()).isEqualTo("1000.000000");
        bank.post("/v1/sms/send", "{'to':'+998991234567','from':'Bank','text':'x'}")
                .isProblem(422, "blocked_destination", "to");
        Platform.await(
                "the refusal is kept",
                () -> !bank.get("/v1/requests?code=blocked_destination")
                        .is(200)
                        .get("items")
                        .isEmpty());
        JsonNode refused =
                bank.get("/v1/requests?code=blocked_destination").is(200).at("/items/0");
        assertThat(refused.get("to").stringValue()).isEqualTo("+998991234567");
        assertThat(bank.get("/v1/requests?code=another").is(200).get("items")).isEmpty();
    }

    @Test
    void aDryRunShowsWhatWouldBecomeOfAMessage() {
        JsonNode before = bank.get("/v1/balance").is(200);
        JsonNode good = bank.post(
                        "/v1/sms/send",
                        "{'to':'+998901234567','from':'Bank','text':'Salom \u2026 Са','dry_run':true,'class':'service'}")
                .is(200);
        assertThat(good.get("acceptable").booleanValue()).isTrue();
        assertThat(good.get("encoding").stringValue()).isEqualTo("ucs2");
        assertThat(good.get("ucs2_character").stringValue()).isEqualTo("\u2026");
        assertThat(good.get("ucs2_at").intValue()).isEqualTo(6);
        assertThat(good.at("/price/amount").stringValue()).isEqualTo("50.000000");
        assertThat(good.get("country").stringValue()).isEqualTo("UZ");
        JsonNode bad = bank.post(
                        "/v1/sms/send",
                        "{'to':'+998991234567','from':'Bank','text':'%s','dry_run':true,'max_parts':1,'validity_seconds':2147483647,'max_price':{'amount':'60','currency':'UZS'}}"
                                .formatted("x".repeat(161)))
                .is(200);
        assertThat(bad.get("acceptable").booleanValue()).isFalse();
        assertThat(bad.get("problems")
                        .valueStream()
                        .map(each -> each.get("code").stringValue()))
                .containsExactly("too_many_parts", "invalid_validity", "blocked_destination", "price_too_high");
        long poor = PLATFORM.account("client", PLATFORM.root(), "poor");
        JsonNode nothing = PLATFORM.as(PLATFORM.key(poor, "'sms:send'"))
                .post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'x','dry_run':true}")
                .is(200);
        assertThat(nothing.get("problems")
                        .valueStream()
                        .map(each -> each.get("code").stringValue()))
                .containsExactly("sender_not_allowed", "insufficient_funds");
        bank.post("/v1/sms/send", "{'to':'1','from':'Bank','text':'','dry_run':true}")
                .is(200);
        assertThat(bank.get("/v1/balance").is(200)).isEqualTo(before);
    }

    @Test
    void aTextIsWrittenAsTheRequestWants() {
        String message = "{'to':'+998901234567','from':'Bank','text':'%s'%s}";
        String typographic = "Soʻm “ok”…";
        JsonNode smart =
                bank.post("/v1/sms/send", message.formatted(typographic, "")).is(202);
        assertThat(smart.get("encoding").stringValue()).isEqualTo("gsm7");
        assertThat(smart.get("smart_encoded").booleanValue()).isTrue();
        JsonNode exact = bank.post(
                        "/v1/sms/send", message.formatted("x".repeat(80) + typographic, ",'smart_encoding':false"))
                .is(202);
        assertThat(exact.get("encoding").stringValue()).isEqualTo("ucs2");
        assertThat(exact.get("smart_encoding_saves").intValue()).isEqualTo(1);
        bank.post("/v1/sms/send", message.formatted("x".repeat(161), ",'max_parts':1"))
                .isProblem(422, "too_many_parts", "text");
        JsonNode cut = bank.post("/v1/sms/send", message.formatted("x".repeat(400), ",'max_parts':2,'truncate':true"))
                .is(202);
        assertThat(cut.get("parts").intValue()).isEqualTo(2);
        assertThat(cut.get("truncated").booleanValue()).isTrue();
        bank.post("/v1/sms/send", message.formatted("x", ",'max_price':{'amount':'49.999999','currency':'UZS'}"))
                .isProblem(422, "price_too_high", "max_price");
        bank.post("/v1/sms/send", message.formatted("x", ",'max_price':{'amount':'50','currency':'EUR'}"))
                .isProblem(400, "invalid_field", "max_price.currency");
        bank.post("/v1/sms/send", message.formatted("x", ",'max_price':{'amount':'50','currency':'UZS'}"))
                .is(202);
    }

    @Test
    void aMessageMayBeScheduled() {
        String body = "{'to':'+998901234567','from':'Bank','text':'x','validity_seconds':60,'not_before':'%s'}";
        Instant at = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        JsonNode accepted = bank.post("/v1/sms/send", body.formatted(at)).is(202);
        assertThat(accepted.get("not_before").stringValue()).isEqualTo(at.toString());
        assertThat(accepted.get("valid_until").stringValue())
                .isEqualTo(at.plusSeconds(60).toString());
        JsonNode found = bank.get("/v1/sms/" + accepted.get("id").stringValue()).is(200);
        assertThat(found.get("not_before").stringValue()).isEqualTo(at.toString());
        assertThat(found.at("/waiting/reason").stringValue()).isEqualTo("scheduled");
        // A time in the past means at once; a clock of a client may be wrong.
        assertThat(bank.post("/v1/sms/send", body.formatted(Instant.now().minusSeconds(60)))
                        .is(202)
                        .has("not_before"))
                .isFalse();
    }

    private static JsonNode scheduled(Duration ahead) {
        String body = "{'to':'+998901234567','from':'Bank','text':'x','validity_seconds':60,'not_before':'%s'}";
        return bank.post("/v1/sms/send", body.formatted(Instant.now().plus(ahead)))
                .is(202);
    }

    private static String reserved() {
        return bank.get("/v1/balance").is(200).at("/reserved/amount").stringValue();
    }

    @Test
    void aScheduledMessageIsCanceled() {
        String before = reserved();
        String path = "/v1/sms/" + scheduled(Duration.ofHours(1)).get("id").stringValue();
        assertThat(reserved()).isNotEqualTo(before);
        Api stranger = PLATFORM.as(
                PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "stranger"), "'sms:send','sms:read'"));
        stranger.delete(path).isProblem(404, "not_found");
        JsonNode canceled = bank.delete(path).is(200);
        assertThat(canceled.get("state").stringValue()).isEqualTo("canceled");
        assertThat(canceled.at("/price/amount").stringValue()).isEqualTo("0.000000");
        assertThat(canceled.at("/timeline/2/detail").stringValue()).startsWith("canceled by key ");
        assertThat(reserved()).isEqualTo(before);
        assertThat(bank.delete(path).is(200)).isEqualTo(canceled);
        bank.patch(path, "{'not_before':'%s'}".formatted(Instant.now().plusSeconds(100)))
                .isProblem(409, "conflict");
        assertThat(bank.get("/v1/sms?state=canceled").is(200).at("/items/0/id")).isEqualTo(canceled.get("id"));
        // What is sent at once, or soon, is too late.
        String now = bank.post("/v1/sms/send", send("+998901234567"))
                .is(202)
                .get("id")
                .stringValue();
        bank.delete("/v1/sms/" + now).isProblem(409, "conflict");
        String soon = scheduled(Duration.ofSeconds(5)).get("id").stringValue();
        bank.delete("/v1/sms/" + soon).isProblem(409, "conflict");
        bank.delete("/v1/sms/no-id").isProblem(404, "not_found");
        PLATFORM.as(PLATFORM.key(client, "'sms:read'")).delete(path).isProblem(403, "scope_missing");
    }

    @Test
    void aScheduledMessageIsMoved() {
        JsonNode message = scheduled(Duration.ofHours(1));
        String path = "/v1/sms/" + message.get("id").stringValue();
        Instant later = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        JsonNode moved =
                bank.patch(path, "{'not_before':'%s'}".formatted(later)).is(200);
        assertThat(moved.get("not_before").stringValue()).isEqualTo(later.toString());
        assertThat(moved.get("valid_until").stringValue())
                .isEqualTo(later.plusSeconds(60).toString());
        bank.patch(path, "{'not_before':'%s'}".formatted(Instant.now())).isProblem(400, "invalid_field", "not_before");
        bank.patch(path, "{'not_before':'%s'}".formatted(Instant.now().plus(Duration.ofDays(8))))
                .isProblem(400, "invalid_field", "not_before");
        bank.patch(path, "{}").isProblem(400, "missing_field", "not_before");
        bank.patch(path, "{'not_before':'%s','to':'1'}".formatted(later)).isProblem(400, "unknown_field", "to");
        bank.delete(path).is(200);
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
                PLATFORM.admin().get("/admin/messages/" + message.id()).is(200))) {
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
        long operator = admin.post("/operators", "{'name':'dear','default_cost':{'amount':'60','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/routes", "{'operator_id':%d,'account_id':%d,'country':'UZ'}".formatted(operator, client))
                .is(201);
        admin.post("/admin/senders", "{'account_id':%d,'sender':'MyBank'}".formatted(client))
                .is(201);
        Api own = PLATFORM.as(PLATFORM.key(client, "'sms:send'"));
        String message = "{'to':'+998901234567','from':'MyBank','text':'x'}";
        awaitRefusal(own, message, "price_below_cost");
        admin.patch("/operators/" + operator, "{'default_cost':{'amount':'1','currency':'GBP'}}")
                .is(200);
        awaitRefusal(own, message, "no_exchange_rate");
        admin.patch("/operators/" + operator, "{'status':'suspended'}").is(200);
        awaitRefusal(own, message, "route_suspended");
        admin.patch("/operators/" + operator, "{'status':'active','default_cost':{'amount':'1','currency':'UZS'}}")
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
        String refusals = "/admin/refusals?account_id=" + client;
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
