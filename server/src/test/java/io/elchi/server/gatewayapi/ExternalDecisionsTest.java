package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rules that ask a service, with a real one.
class ExternalDecisionsTest {
    private static final String RULES = "/admin/v1/rules";

    private static Platform platform;
    private static HttpServer service;
    private static Api bank;
    private static Api admin;

    private static final List<JsonNode> ASKED = new CopyOnWriteArrayList<>();
    private static volatile int status = 200;
    private static volatile String answer = "";
    private static volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    @BeforeAll
    static void open() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", ExternalDecisionsTest::decide);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.start();
        platform = Platform.start(Map.of(
                "rules.external_decisions", "true",
                "rules.private_addresses", "true",
                "rules.decision_timeout", "2s"));
        long client = TestBank.open(platform);
        admin = platform.admin();
        admin.post(
                        "/admin/v1/accounts/" + client + "/topups",
                        "{'amount':{'amount':'100000','currency':'UZS'},'reference':'y'}")
                .is(201);
        bank = platform.as(platform.key(client, "'sms:send'"));
        TestBank.awaitAcceptance(bank);
    }

    @AfterAll
    static void close() {
        platform.close();
        service.stop(0);
    }

    @AfterEach
    void empty() {
        Platform.ids(admin.get(RULES).is(200)).forEach(id -> admin.delete(RULES + "/" + id));
        mayAnswer.countDown();
        ASKED.clear();
        status = 200;
    }

    private static void decide(HttpExchange exchange) throws IOException {
        ASKED.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String body(String match, String onFailure, String more) {
        return "{'name':'r','match':{%s},'action':{'ask':{'url':'http://127.0.0.1:%d/d','on_failure':'%s'%s}}}"
                .formatted(match, service.getAddress().getPort(), onFailure, more);
    }

    private static void rule(String match, String onFailure) {
        admin.post(RULES, body(match, onFailure, "")).is(201);
    }

    private static String send(String text, String more) {
        return "{'to':'+998901234567','from':'Bank','text':'%s'%s}".formatted(text, more);
    }

    @Test
    void theServiceIsToldOfTheMessageAndDecides() {
        rule("'from':{'equals':['Bank']}", "reject");
        answer = "{\"decision\":\"accept\"}";
        bank.post("/v1/sms/send", send("Salom", ",'class':'service'")).is(202);
        JsonNode asked = ASKED.getFirst();
        assertThat(asked.get("from").stringValue()).isEqualTo("Bank");
        assertThat(asked.get("to").stringValue()).isEqualTo("+998901234567");
        assertThat(asked.get("text").stringValue()).isEqualTo("Salom");
        assertThat(asked.get("class").stringValue()).isEqualTo("service");
        answer = "{\"decision\":\"reject\"}";
        bank.post("/v1/sms/send", send("Salom", "")).isProblem(422, "blocked_text", "text");
        answer = "{\"decision\":\"reject\",\"code\":\"blocked_sender\"}";
        bank.post("/v1/sms/send", send("Salom", "")).isProblem(422, "blocked_sender", "from");
    }

    @Test
    void theTextOfAnOtpStaysHere() {
        rule("", "reject");
        answer = "{\"decision\":\"accept\"}";
        bank.post("/v1/sms/send", send("code 7351", ",'class':'otp'")).is(202);
        assertThat(ASKED.getFirst().has("text")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | {"decision":"accept"}
            302 | {"decision":"accept"}
            200 | accept
            200 | {"decision":"perhaps"}
            200 | {"decision":"reject","code":"bad_weather"}
            200 | [[[[
            """)
    void whatIsNoDecisionIsDecidedByTheRule(int withStatus, String with) {
        status = withStatus;
        answer = with;
        rule("'text':{'contains':['lenient']}", "accept");
        rule("'text':{'contains':['strict']}", "reject");
        bank.post("/v1/sms/send", send("lenient", "")).is(202);
        bank.post("/v1/sms/send", send("strict", "")).isProblem(422, "blocked_text", "text");
        assertThat(ASKED).hasSize(2);
    }

    @Test
    void aServiceThatFailsIsLeftAloneForAWhile() {
        status = 500;
        rule("", "accept");
        for (int i = 0; i < 9; i++) {
            bank.post("/v1/sms/send", send("Salom", "")).is(202);
        }
        assertThat(ASKED).hasSize(5);
    }

    @Test
    void aServiceThatHangsHoldsUpNoOtherMessage() throws InterruptedException {
        rule("'text':{'contains':['asked']}", "accept");
        mayAnswer = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> bank.post("/v1/sms/send", send("asked", "")).is(202));
        Platform.await("the service is asked", () -> !ASKED.isEmpty());
        bank.post("/v1/sms/send", send("other", "")).is(202);
        assertThat(slow.isAlive()).isTrue();
        // It gets no answer in time.
        slow.join();
    }

    /// The messages of a batch wait for two seconds in all; a service gets as long for one.
    @Test
    void aBatchWaitsForAServiceOnce() {
        rule("'text':{'contains':['batch']}", "accept");
        mayAnswer = new CountDownLatch(1);
        String messages = String.join(",", Collections.nCopies(4, send("batch", "")));
        bank.post("/v1/sms/batch", "{'messages':[" + messages + "]}").is(200);
        assertThat(ASKED).hasSize(1);
    }

    @Test
    void aRuleThatAsksDoesNothingElse() {
        String both = body("", "accept", "").replace("'action':{", "'action':{'tag':'x',");
        admin.post(RULES, both).isProblem(400, "invalid_field", "action.ask");
        admin.post(RULES, body("", "perhaps", "")).isProblem(400, "invalid_field", "action.ask.on_failure");
        admin.post(RULES, body("", "accept", "").replace("http://127.0.0.1", "http://"))
                .isProblem(400, "invalid_field", "action.ask.url");
        admin.post(RULES, body("", "accept", "").replace("http://127.0.0.1", "file:///etc"))
                .isProblem(400, "invalid_field", "action.ask.url");
    }

    @Test
    void aDryRunOfRulesAsksNobody() {
        rule("", "reject");
        JsonNode result = admin.post(
                        "/admin/v1/rules/test", "{'account_id':1,'to':'+998901234567','from':'Bank','text':'x'}")
                .is(200);
        assertThat(result.get("rules")).hasSize(1);
        assertThat(ASKED).isEmpty();
    }

    /// Without the setting; and with it, only addresses of https.
    @Test
    void itIsOffUnlessItIsSet() {
        try (Platform off = Platform.start()) {
            off.admin().post(RULES, body("", "accept", "")).isProblem(400, "invalid_field", "action.ask");
        }
        try (Platform open = Platform.start(Map.of("rules.external_decisions", "true"))) {
            open.admin().post(RULES, body("", "accept", "")).isProblem(400, "invalid_field", "action.ask.url");
            open.admin()
                    .post(RULES, body("", "accept", "").replace("http:", "https:"))
                    .is(201);
        }
    }
}
