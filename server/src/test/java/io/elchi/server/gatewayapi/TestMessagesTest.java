package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.messages.TestNumber;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keys for tests. The only operator has no link, so that no real message is sent.
class TestMessagesTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final Map<TestNumber, String> STATES = Map.of(
            TestNumber.DELIVERED, "delivered",
            TestNumber.DELIVERED_LATE, "submitted",
            TestNumber.DELIVERED_AFTER_INTERMEDIATE, "delivered",
            TestNumber.UNDELIVERED, "undelivered",
            TestNumber.EXPIRED, "expired",
            TestNumber.REJECTED_BY_RECEIPT, "undelivered",
            TestNumber.REFUSED_BY_OPERATOR, "rejected",
            TestNumber.UNKNOWN, "unknown");

    private static long client;
    private static String realKey;
    private static String testKey;
    private static Api bank;
    private static Api tests;

    @BeforeAll
    static void keys() {
        client = TestBank.open(PLATFORM);
        realKey = PLATFORM.key(client, "'sms:send','sms:read'");
        testKey = PLATFORM.key(client, "'sms:test','sms:read'");
        bank = PLATFORM.as(realKey);
        tests = PLATFORM.as(testKey);
        TestBank.awaitAcceptance(bank);
    }

    private static String send(String to, String rest) {
        return "{'to':'%s','from':'Bank','text':'Salom'%s}".formatted(to, rest);
    }

    private static JsonNode message(String id) {
        return tests.get("/v1/sms/" + id).is(200);
    }

    private static JsonNode ended(String id, String state) {
        Platform.await(
                "the message is " + state,
                () -> message(id).get("state").stringValue().equals(state));
        return message(id);
    }

    @ParameterizedTest
    @EnumSource
    void eachNumberDoesWhatItSays(TestNumber number) {
        String to = number.number().toString();
        JsonNode preview =
                tests.post("/v1/sms/send", send(to, ",'dry_run':true")).is(200);
        if (number.refusal() != null) {
            tests.post("/v1/sms/send", send(to, ""))
                    .isProblem(number.refusal().httpStatus(), number.refusal().code());
            assertThat(preview.at("/problems/0/code").stringValue())
                    .isEqualTo(number.refusal().code());
            return;
        }
        assertThat(preview.get("acceptable").booleanValue()).isTrue();
        assertThat(preview.at("/max_price/amount").stringValue()).isEqualTo("0.000000");
        JsonNode accepted = tests.post("/v1/sms/send", send(to, "")).is(202);
        assertThat(accepted.get("test").booleanValue()).isTrue();
        assertThat(accepted.at("/max_price/amount").stringValue()).isEqualTo("0.000000");
        JsonNode ended = ended(accepted.get("id").stringValue(), STATES.get(number));
        assertThat(ended.get("test").booleanValue()).isTrue();
        assertThat(ended.at("/price/amount").stringValue()).isEqualTo("0.000000");
        if (!number.receipts().isEmpty() && !STATES.get(number).equals("submitted")) {
            assertThat(ended.get("error_code").stringValue())
                    .isEqualTo(number.receipts().getLast().error());
        }
    }

    @Test
    void aTestReachesNoOperatorAndCostsNothing() {
        JsonNode before = bank.get("/v1/balance").is(200);
        // Three parts to a number that a real message could go to.
        String id = tests.post(
                        "/v1/sms/send",
                        "{'to':'+998901234567','from':'Bank','text':'%s'}".formatted("long ".repeat(70)))
                .is(202)
                .get("id")
                .stringValue();
        assertThat(ended(id, "delivered").get("parts").intValue()).isEqualTo(3);
        assertThat(bank.get("/v1/balance").is(200)).isEqualTo(before);
        JsonNode seen = PLATFORM.admin().get("/admin/v1/messages/" + id).is(200);
        assertThat(seen.at("/route/0/operator").stringValue()).isEqualTo("test");
        assertThat(seen.path("decision").isMissingNode()
                        || seen.path("decision").isNull())
                .isTrue();
        JsonNode record = PLATFORM.admin()
                .get("/admin/v1/cdr?account_id=" + client)
                .is(200)
                .at("/items/0");
        assertThat(record.at("/price/amount").stringValue()).isEqualTo("0.000000");
        // Figures are summed up in order: what was before a real message is in them, too.
        bank.post("/v1/sms/send", send("+998901234567", ",'class':'promotional'"))
                .is(202);
        Platform.await("the real message is in the figures", () -> promotional() != null);
        JsonNode classes = bank.get("/v1/stats/top?by=class").is(200).get("items");
        classes.forEach(each -> assertThat(each.path("delivered").intValue(0)).isZero());
    }

    private static JsonNode promotional() {
        return bank.get("/v1/stats/top?by=class")
                .is(200)
                .get("items")
                .valueStream()
                .filter(each -> each.get("key").stringValue().equals("promotional"))
                .findFirst()
                .orElse(null);
    }

    @Test
    void realMessagesAreNotSentToNumbersForTests() {
        bank.post("/v1/sms/send", send("+99910000000", "")).isProblem(422, "invalid_destination", "to");
    }

    @Test
    void theChecksOfRealMessagesAreMade() {
        tests.post("/v1/sms/send", send("+998991234567", "")).isProblem(422, "blocked_destination");
        tests.post("/v1/sms/send", "{'to':'+99910000000','from':'Other','text':'x'}")
                .isProblem(403, "sender_not_allowed");
        tests.post("/v1/sms/send", send("+999", "")).isProblem(422, "invalid_destination", "to");
        tests.post("/v1/sms/send", send("99910000000", "")).isProblem(422, "invalid_destination", "to");
    }

    @Test
    void aKeySendsEitherRealMessagesOrTests() {
        PLATFORM.admin()
                .post(
                        "/admin/v1/api-keys",
                        "{'account_id':%d,'name':'both','scopes':['sms:send','sms:test']}".formatted(client))
                .isProblem(400, "invalid_field", "scopes");
    }

    private static JsonNode once(String key, String idempotencyKey, int status) {
        HttpResponse<String> answer = PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri("/v1/sms/send"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                send("+998901234567", "").replace('\'', '"')))
                        .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    /// The same request with the same Idempotency-Key: first as a test, then in earnest.
    @Test
    void theAnswerToATestStandsForNoRealMessage() {
        JsonNode test = once(testKey, "login-1", 202);
        assertThat(once(testKey, "login-1", 202)).isEqualTo(test);
        JsonNode real = once(realKey, "login-1", 202);
        assertThat(real.has("test")).isFalse();
        assertThat(real.get("id")).isNotEqualTo(test.get("id"));
        assertThat(once(realKey, "test:login-1", 202).get("id")).isNotEqualTo(test.get("id"));
    }

    @Test
    void testsHaveARateOfTheirOwn() {
        Api.Answer answer = tests.post("/v1/sms/send", send("+998901234567", ""));
        assertThat(answer.http().headers().firstValue("RateLimit-Limit")).contains("10");
        assertThat(bank.post("/v1/sms/send", send("+998901234567", ""))
                        .http()
                        .headers()
                        .firstValue("RateLimit-Limit"))
                .contains("1000");
    }

    @Test
    void aKeyForTestsChangesNoRealMessage() {
        String later = ",'not_before':'%s'".formatted(Instant.now().plus(Duration.ofHours(1)));
        String real = bank.post("/v1/sms/send", send("+998901234567", later))
                .is(202)
                .get("id")
                .stringValue();
        tests.delete("/v1/sms/" + real).isProblem(404, "not_found");
        assertThat(message(real).get("state").stringValue()).isEqualTo("accepted");
        String test = tests.post("/v1/sms/send", send("+998901234567", later))
                .is(202)
                .get("id")
                .stringValue();
        tests.delete("/v1/sms/" + test).is(200);
        assertThat(message(test).get("state").stringValue()).isEqualTo("canceled");
        bank.delete("/v1/sms/" + real).is(200);
    }
}
