package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a client tells about the use of its messages.
class FeedbackApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of("limits.changes_per_hour", "2"));

    private static long client;
    private static Api bank;
    private static Api tests;

    @BeforeAll
    static void bank() {
        client = TestBank.open(PLATFORM);
        bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
        tests = PLATFORM.as(PLATFORM.key(client, "'sms:test','sms:read'"));
        TestBank.awaitAcceptance(bank);
    }

    private static String send(Api as, String rest) {
        return as.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'1234'%s}".formatted(rest))
                .is(202)
                .get("id")
                .stringValue();
    }

    @Test
    void itIsKeptOnce() {
        String id = send(bank, "");
        String path = "/v1/sms/" + id + "/feedback";
        JsonNode kept = bank.post(path, "{'used':true,'after_seconds':14}").is(200);
        assertThat(kept.get("after_seconds").intValue()).isEqualTo(14);
        assertThat(bank.post(path, "{'used':true,'after_seconds':14}").is(200)).isEqualTo(kept);
        bank.post(path, "{'used':true,'after_seconds':15}").isProblem(409, "conflict");
        bank.post(path, "{'used':false}").isProblem(409, "conflict");
        List<String> events = bank.get("/v1/sms/" + id)
                .is(200)
                .get("timeline")
                .valueStream()
                .map(each -> each.get("event").stringValue())
                .toList();
        assertThat(events).containsOnlyOnce("feedback");
    }

    /// Each message may have one: the limit is for settings.
    @Test
    void itIsNoChangeOfSettings() {
        for (int i = 0; i < 4; i++) {
            bank.post("/v1/sms/" + send(bank, "") + "/feedback", "{'used':true}")
                    .is(200);
        }
        Api hooks = PLATFORM.as(PLATFORM.key(client, "'webhooks'"));
        for (int i = 0; i < 2; i++) {
            hooks.patch("/v1/webhooks/999", "{'events':['message.delivered']}").isProblem(404, "not_found");
        }
        hooks.patch("/v1/webhooks/999", "{'events':['message.delivered']}").isProblem(429, "rate_limited");
    }

    @Test
    void ofManyAtOnceOneCounts() throws Exception {
        String path = "/v1/sms/" + send(bank, "") + "/feedback";
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String body = "{'used':true,'after_seconds':%d}".formatted(i);
                answers.add(threads.submit(() -> bank.post(path, body).status()));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    void itFollowsTheEndOfAMessage() {
        String id = send(tests, "");
        Platform.await(
                "it is delivered",
                () -> tests.get("/v1/sms/" + id)
                        .is(200)
                        .get("state")
                        .stringValue()
                        .equals("delivered"));
        tests.post("/v1/sms/" + id + "/feedback", "{'used':false}").is(200);
        JsonNode timeline = tests.get("/v1/sms/" + id).is(200).get("timeline");
        assertThat(timeline.get(timeline.size() - 1).get("event").stringValue()).isEqualTo("feedback");
    }

    @Test
    void onlyOfOwnMessagesThatAreSent() {
        String later = send(bank, ",'not_before':'%s'".formatted(Instant.now().plusSeconds(3600)));
        bank.post("/v1/sms/" + later + "/feedback", "{'used':true}").isProblem(409, "conflict");
        String real = send(bank, "");
        tests.post("/v1/sms/" + real + "/feedback", "{'used':true}").isProblem(404, "not_found");
        long other = PLATFORM.account("client", PLATFORM.root(), "other");
        PLATFORM.as(PLATFORM.key(other, "'sms:send'"))
                .post("/v1/sms/" + real + "/feedback", "{'used':true}")
                .isProblem(404, "not_found");
        bank.post("/v1/sms/x/feedback", "{'used':true}").isProblem(404, "not_found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing_field | used",
                "{'used':'yes'} | invalid_field | used",
                "{'used':true,'after_seconds':-1} | invalid_field | after_seconds",
                "{'used':true,'after_seconds':2592001} | invalid_field | after_seconds",
                "{'used':false,'after_seconds':1} | invalid_field | after_seconds",
                "{'used':true,'x':1} | unknown_field | x"
            })
    void aWrongFieldIsNamed(String body, String code, String field) {
        bank.post("/v1/sms/019a9b1c-7c00-7000-8000-0123456789ab/feedback", body).isProblem(400, code, field);
    }
}
