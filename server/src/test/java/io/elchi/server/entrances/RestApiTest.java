package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of Jasmin's REST API at a whole server.
class RestApiTest {
    private static EntranceBank bank;

    @BeforeAll
    static void start() {
        bank = new EntranceBank();
        bank.login("rest", "", "");
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static HttpResponse<String> ask(String method, String path, String password, String body) {
        String token = Base64.getEncoder().encodeToString(("rest:" + password).getBytes(StandardCharsets.US_ASCII));
        return bank.ask(HttpRequest.newBuilder(bank.uri(path))
                .header("Authorization", "Basic " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    private static HttpResponse<String> post(String path, String body) {
        return ask("POST", path, EntranceBank.PASSWORD, body);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static long messages() {
        return bank.admin()
                .get("/admin/v1/messages?limit=500")
                .is(200)
                .get("items")
                .size();
    }

    @Test
    void aMessageIsSent() {
        String to = "{'to':'998901234567','from':'Bank','content':'Ж','validity_period':5}";
        assertThat(json(post("/secure/send", to), 200).get("data").stringValue())
                .matches("Success \"[0-9a-f-]{36}\"");
        assertThat(json(post("/secure/send", "{'to':998901234567,'from':'Bank','hex_content':'41'}"), 200)
                        .get("data")
                        .stringValue())
                .startsWith("Success");
        assertThat(json(post("/secure/send", "{'to':'x','content':'a'}"), 400)
                        .get("message")
                        .stringValue())
                .isEqualTo("Error \"Argument [to] has an invalid value: [x].\"");
        assertThat(json(ask("POST", "/secure/send", "wrong", to), 403)
                        .get("message")
                        .stringValue())
                .isEqualTo("Error \"Authentication failure for username:rest\"");
    }

    @Test
    void ratesAndBalancesAreAsked() {
        JsonNode rate = json(ask("GET", "/secure/rate?to=998901234567&content=a", EntranceBank.PASSWORD, null), 200);
        assertThat(rate.toString()).isEqualTo("{\"data\":{\"unit_rate\":50,\"submit_sm_count\":1}}");
        assertThat(json(ask("GET", "/secure/rate", EntranceBank.PASSWORD, "{'to':'998901234567'}"), 200)
                        .at("/data/unit_rate")
                        .intValue())
                .isEqualTo(50);
        assertThat(json(ask("GET", "/secure/balance", EntranceBank.PASSWORD, null), 200)
                        .at("/data/balance")
                        .isNumber())
                .isTrue();
    }

    @Test
    void aBatchIsSent() {
        long before = messages();
        JsonNode answer = json(
                post(
                        "/secure/sendbatch",
                        "{'globals':{'from':'Bank','content':'all'},'messages':[{'to':['998901234501','998901234502']},"
                                + "{'to':'998901234503','content':'one'},{'to':'bad'},{'content':'nobody'}]}"),
                200);
        assertThat(answer.at("/data/messageCount").intValue()).isEqualTo(3);
        assertThat(answer.at("/data/batchId").stringValue()).hasSize(36);
        Platform.await("three are accepted", () -> messages() == before + 3);
        answer = json(
                post(
                        "/secure/sendbatch",
                        "{'batch_config':{'schedule_at':'600s'},'messages':[{'to':'998901234504','from':'Bank','content':'a'}]}"),
                200);
        assertThat(answer.at("/data/scheduled").stringValue()).isEqualTo("600s");
        assertThat(bank.admin().get("/admin/v1/messages?limit=1").is(200).toString())
                .contains("not_before");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'batch_config':{'callback_url':'ftp://x'},'messages':[]} | Cannot parse callback_url",
                "{'batch_config':{'errback_url':['http://x']},'messages':[]} | Cannot parse errback_url",
                "{'batch_config':{'schedule_at':'soon'},'messages':[]} | Cannot parse scheduled_at value",
                "{'batch_config':{'schedule_at':'2001-01-01 00:00:00'},'messages':[]} | Cannot schedule batch in past date",
                "{'batch_config':{'schedule_at':'999999999s'},'messages':[]} | Cannot schedule batch so far ahead",
                "[] | Cannot parse JSON data",
                "{ | Cannot parse JSON data",
            })
    void mistakesOfABatchAreNamed(String body, String title) {
        assertThat(json(post("/secure/sendbatch", body), 412).get("title").stringValue())
                .isEqualTo(title);
    }

    @Test
    void aBatchHasALimit() {
        String many = "'998901234567',".repeat(1_000) + "'998901234567'";
        assertThat(json(post("/secure/sendbatch", "{'messages':[{'content':'a','to':[" + many + "]}]}"), 412)
                        .get("title")
                        .stringValue())
                .isEqualTo("Batch is too large");
    }

    @Test
    void aBatchThatIsFasterThanTheLoginIsRefusedWhole() {
        bank.login("slow", ",'rate_per_second':1", "");
        String token = Base64.getEncoder()
                .encodeToString(("slow:" + EntranceBank.PASSWORD).getBytes(StandardCharsets.US_ASCII));
        String many = "'998901234567',".repeat(999) + "'998901234567'";
        HttpResponse<String> answer = bank.ask(HttpRequest.newBuilder(bank.uri("/secure/sendbatch"))
                .header("Authorization", "Basic " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{'messages':[{'from':'Bank','content':'a','to':[%s]}]}"
                        .formatted(many)
                        .replace('\'', '"')))
                .build());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("User throughput exceeded");
    }

    @Test
    void aBatchOfManyMessagesWithoutContentIsTooLarge() {
        String to = "'1',".repeat(999) + "'1'";
        String messages = "{},".repeat(200_000) + "{}";
        assertThat(json(
                                post(
                                        "/secure/sendbatch",
                                        "{'globals':{'to':[%s]},'messages':[%s]}".formatted(to, messages)),
                                412)
                        .get("title")
                        .stringValue())
                .isEqualTo("Batch is too large");
    }

    @Test
    void aLongTextForManyIsReadOnce() {
        String many = "'998901234567',".repeat(999) + "'998901234567'";
        JsonNode answer = json(
                post(
                        "/secure/sendbatch",
                        "{'globals':{'from':'Bank','content':'%s'},'messages':[{'to':[%s]}]}"
                                .formatted("x".repeat(900_000), many)),
                200);
        assertThat(answer.at("/data/messageCount").intValue()).isZero();
    }

    @Test
    void aStrangersBodyIsSmall() {
        HttpResponse<String> answer = bank.ask(HttpRequest.newBuilder(bank.uri("/send"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("to=" + "1".repeat(70_000)))
                .build());
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"Basic, 401", "Basic ???, 401", "Basic cmVzdA==, 401", "Bearer x, 401"})
    void aRequestWithoutATokenIsRefused(String header, int status) {
        HttpRequest request = HttpRequest.newBuilder(bank.uri("/secure/balance"))
                .header("Authorization", header)
                .build();
        assertThat(bank.ask(request).statusCode()).isEqualTo(status);
        assertThat(bank.get("/secure/balance").statusCode()).isEqualTo(401);
        assertThat(ask("GET", "/secure/send", EntranceBank.PASSWORD, null).statusCode())
                .isEqualTo(405);
    }
}
