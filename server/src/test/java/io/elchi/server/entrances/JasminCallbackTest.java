package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import io.elchi.server.entrances.CallbackSink.CallbackHit;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Callbacks of Jasmin from a whole server, with a simulated operator.
class JasminCallbackTest {
    private static CallbackBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new CallbackBank(Map.of());
        bank.bank.login("shop", "", "");
    }

    @AfterAll
    static void stop() throws Exception {
        bank.close();
    }

    private static String send(String... parameters) {
        HttpResponse<String> answer = bank.bank.get("/send", EntranceBank.send("shop", parameters));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return CallbackBank.id(answer.body());
    }

    private static List<CallbackHit> hits(String path, int count) {
        Platform.await(
                count + " requests to " + path, () -> bank.sink.hits(path).size() >= count);
        bank.awaitNothingLeft();
        List<CallbackHit> hits = bank.sink.hits(path);
        assertThat(hits).hasSize(count);
        return hits;
    }

    @Test
    void levelOneIsTheSubmission() {
        String id = send("dlr", "yes", "dlr-url", bank.sink.url("/one?key=a%20b"), "dlr-method", "get");
        CallbackHit hit = hits("/one", 1).getFirst();
        assertThat(hit.method()).isEqualTo("GET");
        assertThat(hit.query()).startsWith("key=a%20b&id=" + id);
        assertThat(hit.parameters())
                .containsEntry("message_status", "ESME_ROK")
                .containsEntry("level", "1")
                .containsEntry("connector", "elchi")
                .doesNotContainKey("donedate");
    }

    @Test
    void levelTwoIsTheReceipt() {
        String id = send("dlr-url", bank.sink.url("/two"), "dlr-level", "2");
        CallbackHit hit = hits("/two", 1).getFirst();
        assertThat(hit.method()).isEqualTo("POST");
        assertThat(hit.query()).isNull();
        assertThat(hit.parameters())
                .containsEntry("id", id)
                .containsEntry("id_smsc", id)
                .containsEntry("message_status", "DELIVRD")
                .containsEntry("level", "2")
                .containsEntry("sub", "001")
                .containsEntry("dlvrd", "001")
                .containsEntry("err", "000")
                .containsEntry("text", "");
        assertThat(hit.parameters().get("subdate")).matches("[0-9]{10}");
        assertThat(hit.parameters().get("donedate")).matches("[0-9]{10}");
    }

    @Test
    void levelThreeIsBothInTheirOrder() {
        String id = send("dlr-url", bank.sink.url("/three"), "dlr-level", "3");
        assertThat(hits("/three", 2))
                .extracting(
                        hit -> hit.parameters().get("id"),
                        hit -> hit.parameters().get("level"),
                        hit -> hit.parameters().get("message_status"))
                .containsExactly(tuple(id, "1", "ESME_ROK"), tuple(id, "2", "DELIVRD"));
    }

    @Test
    void aMessageWithoutAnAddressHasNoRow() {
        long before = bank.sink.hits().size();
        send("dlr", "yes", "dlr-level", "3");
        assertThat(bank.rows("entrances.callbacks")).isZero();
        send("dlr-url", bank.sink.url("/after"));
        hits("/after", 1);
        assertThat(bank.sink.hits()).hasSize((int) before + 1);
    }

    @Test
    void whatIsRefusedHasNoRow() {
        HttpResponse<String> answer = bank.bank.get(
                "/send", EntranceBank.send("shop", "dlr-url", bank.sink.url("/refused"), "from", "Stranger"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(bank.sink.hits("/refused")).isEmpty();
        assertThat(bank.rows("entrances.callbacks")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"UNDELIV, 1", "EXPIRED, 2"})
    void theOperatorsStateIsTold(String state, int number) throws Exception {
        bank.operatorDoes("receipts: {states: {" + state + ": 1.0}}");
        try {
            send("dlr-url", bank.sink.url("/state" + number), "dlr-level", "2");
            assertThat(hits("/state" + number, 1).getFirst().parameters())
                    .containsEntry("message_status", state)
                    .containsEntry("dlvrd", "000");
        } finally {
            bank.operatorDoes("receipts: {states: null}");
        }
    }

    @Test
    void aRefusedSubmissionIsTold() throws Exception {
        bank.operatorDoes("responses: {errors: {ESME_RINVDSTADR: 1.0}}");
        try {
            send("dlr-url", bank.sink.url("/rejected"), "dlr-level", "3");
            assertThat(hits("/rejected", 2))
                    .extracting(hit -> hit.parameters().get("message_status"))
                    .containsExactly("ESME_RINVDSTADR", "REJECTD");
        } finally {
            bank.operatorDoes("responses: {errors: null}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/a\r\nX-Evil: 1",
                "http://127.0.0.1/a b",
                "http://user:secret@127.0.0.1/a",
                "http://127.0.0.1/#a",
                "http:///a",
                "http://ho st/a",
                "http://[::1/a",
                "http://a_b/",
                "http://127.0.0.1:99999/",
                "http://127.0.0.1/%zz",
                "http://127.0.0.1/\u0000",
                "http://127.0.0.1/é",
                "https://"
            })
    void anAddressThatCannotBeAskedIsRefused(String url) {
        HttpResponse<String> answer = bank.bank.post("/send", EntranceBank.send("shop", "dlr-url", url));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("Error \"Argument [dlr-url] has an invalid value: [");
    }

    @Test
    void anAddressHasAtMost1024Octets() {
        String longest = bank.sink.url("/long?");
        longest += "x".repeat(1_024 - longest.length());
        HttpResponse<String> answer = bank.bank.post("/send", EntranceBank.send("shop", "dlr-url", longest + "x"));
        assertThat(answer.statusCode()).isEqualTo(400);
        send("dlr-url", longest);
        assertThat(hits("/long", 1).getFirst().method()).isEqualTo("POST");
    }

    @Test
    void destinationsOfABatchAreTold() {
        String token = Base64.getEncoder()
                .encodeToString(("shop:" + EntranceBank.PASSWORD).getBytes(StandardCharsets.US_ASCII));
        String body =
                "{'batch_config':{'callback_url':'%s','errback_url':'%s'},'globals':{'from':'Bank','content':'x'},"
                                .formatted(bank.sink.url("/batch-ok"), bank.sink.url("/batch-err"))
                        + "'messages':[{'to':['998901234567','no number','998991234567']}]}";
        HttpResponse<String> answer = bank.bank.ask(HttpRequest.newBuilder(bank.bank.uri("/secure/sendbatch"))
                .header("Authorization", "Basic " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String batch = CallbackBank.id(answer.body());
        assertThat(hits("/batch-err", 2))
                .extracting(hit -> hit.parameters().get("to"))
                .containsExactlyInAnyOrder("no number", "998991234567");
        assertThat(hits("/batch-ok", 1).getFirst().parameters())
                .containsEntry("batchId", batch)
                .containsEntry("to", "998901234567")
                .containsEntry("status", "1")
                .hasEntrySatisfying("statusText", text -> assertThat(text).startsWith("Success \""));
        assertThat(bank.sink.hits("/batch-err").getFirst().parameters())
                .containsEntry("status", "0")
                .hasEntrySatisfying("statusText", text -> assertThat(text).startsWith("Error \""));
    }

    /// Its client would send accepted messages again.
    @Test
    void aBatchIsAnsweredThoughItsRequestsCannotBeStored() throws Exception {
        bank.execute("ALTER TABLE entrances.requests ADD CONSTRAINT refuses CHECK (url NOT LIKE '%/lost%') NOT VALID");
        try {
            HttpResponse<String> answer = batch("/lost", "['998901234567','998901234568']");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"messageCount\":2");
            assertThat(bank.sink.hits("/lost")).isEmpty();
        } finally {
            bank.execute("ALTER TABLE entrances.requests DROP CONSTRAINT refuses");
        }
    }

    private static HttpResponse<String> batch(String path, String destinations) {
        String token = Base64.getEncoder()
                .encodeToString(("shop:" + EntranceBank.PASSWORD).getBytes(StandardCharsets.US_ASCII));
        String body =
                "{'batch_config':{'callback_url':'%s'},'globals':{'from':'Bank','content':'x'},'messages':[{'to':%s}]}"
                        .formatted(bank.sink.url(path), destinations);
        return bank.bank.ask(HttpRequest.newBuilder(bank.bank.uri("/secure/sendbatch"))
                .header("Authorization", "Basic " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    @Test
    void twoProcessesAskOnce() {
        try (TestServer second = bank.bank
                .platform
                .server()
                .join(EnumSet.of(Role.WEBHOOKS), Map.of("webhooks.private_addresses", "true"))) {
            assertThat(second.part(CallbackPosting.class).isAlive()).isTrue();
            for (int i = 0; i < 10; i++) {
                send("dlr-url", bank.sink.url("/both"), "dlr-level", "3");
            }
            assertThat(hits("/both", 20).stream()
                            .map(hit -> hit.parameters().get("id")
                                    + hit.parameters().get("level"))
                            .distinct())
                    .hasSize(20);
        }
    }
}
