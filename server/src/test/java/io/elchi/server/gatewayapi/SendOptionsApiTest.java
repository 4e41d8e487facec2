package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Dry runs, options of a message, schedules, and lists, each answer held against its contract.
class SendOptionsApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static Api bank;
    private static long client;

    @BeforeAll
    static void bank() {
        client = TestBank.open(PLATFORM);
        bank = PLATFORM.as(PLATFORM.key(client, "'sms:send','sms:read'"));
        TestBank.awaitAcceptance(bank);
    }

    private static String send(String to) {
        return "{'to':'" + to + "','from':'Bank','text':'Salom','reference':'r-1','meta':{'a':1}}";
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
        JsonNode everywhere = PLATFORM.admin()
                .get("/admin/v1/messages?reference=" + reference)
                .is(200);
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
        PLATFORM.admin().get("/admin/v1/messages?" + query).isProblem(400, code, field);
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
        assertThat(good.get("ucs2_index").intValue()).isEqualTo(6);
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
        assertThat(moved.at("/timeline/2/event").stringValue()).isEqualTo("rescheduled");
        assertThat(moved.at("/timeline/2/detail").stringValue()).contains(" to " + later + " by key ");
        bank.patch(path, "{'not_before':'%s'}".formatted(Instant.now())).isProblem(400, "invalid_field", "not_before");
        bank.patch(path, "{'not_before':'%s'}".formatted(Instant.now().plus(Duration.ofDays(8))))
                .isProblem(400, "invalid_field", "not_before");
        bank.patch(path, "{}").isProblem(400, "missing_field", "not_before");
        bank.patch(path, "{'not_before':'%s','to':'1'}".formatted(later)).isProblem(400, "unknown_field", "to");
        bank.delete(path).is(200);
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

    /// The rows decide, so it does not matter which process is asked: what is reserved goes back once.
    @Test
    void requestsToCancelAndToMoveAtOnceEndItOnce() throws InterruptedException {
        String before = reserved();
        for (int round = 0; round < 5; round++) {
            String path = "/v1/sms/" + scheduled(Duration.ofHours(1)).get("id").stringValue();
            List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String move = "{'not_before':'%s'}".formatted(Instant.now().plus(Duration.ofHours(2 + i)));
                boolean cancels = i % 2 == 0;
                threads.add(Thread.ofVirtual()
                        .start(() -> answers.add((cancels ? bank.delete(path) : bank.patch(path, move)).status())));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(answers).hasSize(6).allMatch(status -> status == 200 || status == 409);
            bank.delete(path).is(200);
            assertThat(reserved()).isEqualTo(before);
            assertThat(bank.get(path)
                            .is(200)
                            .get("timeline")
                            .valueStream()
                            .filter(each -> each.get("event").stringValue().equals("ended")))
                    .hasSize(1);
        }
    }
}
