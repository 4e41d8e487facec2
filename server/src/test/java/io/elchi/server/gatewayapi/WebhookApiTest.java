package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import io.elchi.server.events.Subscriptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Endpoints that are changed and tried out.
class WebhookApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of("webhooks.private_addresses", "true"));

    private record Got(String path, HttpHeaders headers, String body) {}

    private static final List<Got> GOT = new CopyOnWriteArrayList<>();
    private static HttpServer sink;

    private long account;
    private Api bank;

    /// `/ok` accepts, `/gone` answers 410, every other path 500; with a text.
    @BeforeAll
    static void listen() throws IOException {
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        sink.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            GOT.add(new Got(path, HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true), body));
            byte[] answer = ("answer of " + path).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    path.startsWith("/ok") ? 200 : path.equals("/gone") ? 410 : 500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sink.start();
    }

    @AfterAll
    static void stop() {
        sink.stop(0);
    }

    @BeforeEach
    void open() {
        GOT.clear();
        account = PLATFORM.account("client", PLATFORM.root(), "bank");
        bank = PLATFORM.as(PLATFORM.key(account, "'sms:read','webhooks'"));
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + sink.getAddress().getPort() + path;
    }

    private JsonNode add(String path, String more) {
        return bank.post("/v1/webhooks", "{'url':'%s'%s}".formatted(url(path), more))
                .is(201);
    }

    private static String path(JsonNode endpoint) {
        return "/v1/webhooks/" + endpoint.get("id");
    }

    private void awaitWanted(EventType type) {
        Subscriptions wanted = PLATFORM.server().part(Subscriptions.class);
        Platform.await("the endpoint wants it", () -> wanted.wants(account, type));
    }

    @Test
    void aChangedEndpointGetsOtherEventsAtAnotherAddress() {
        String path = path(add("/ok/1", ",'description':'first'"));
        JsonNode changed = bank.patch(path, "{'url':'%s','events':['sender.approved']}".formatted(url("/ok/2")))
                .is(200);
        assertThat(changed.get("url").stringValue()).isEqualTo(url("/ok/2"));
        assertThat(changed.get("description").stringValue()).isEqualTo("first");
        assertThat(changed.has("secret")).isFalse();
        awaitWanted(EventType.SENDER_APPROVED);
        PLATFORM.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(account))
                .is(201);
        Platform.await("it is posted", () -> !GOT.isEmpty());
        assertThat(GOT).extracting(Got::path).containsOnly("/ok/2");
        assertThat(GOT.getFirst().body()).contains("sender.approved");
    }

    @Test
    void fieldsThatAreMissingStayAndNullTakesAway() {
        String path = path(add(
                "/ok/1", ",'failover_url':'%s','description':'d','events':['balance.low']".formatted(url("/ok/2"))));
        JsonNode same = bank.patch(path, "{}").is(200);
        assertThat(same.get("failover_url").stringValue()).isEqualTo(url("/ok/2"));
        assertThat(same.get("description").stringValue()).isEqualTo("d");
        assertThat(same.get("events").get(0).stringValue()).isEqualTo("balance.low");
        bank.patch(path, "{'failover_url':null,'description':null,'events':[]}").is(200);
        JsonNode bare = bank.get(path).is(200);
        assertThat(bare.has("failover_url")).isFalse();
        assertThat(bare.get("description").isNull()).isTrue();
        assertThat(bare.get("events")).isEmpty();
    }

    @Test
    void aChangeHasTheChecksOfANewEndpoint() {
        String path = path(add("/ok/1", ""));
        bank.patch(path, "{'url':'ftp://bank.example/'}").isProblem(400, "invalid_field", "url");
        bank.patch(path, "{'url':'https://u:p@bank.example/'}").isProblem(400, "invalid_field", "url");
        bank.patch(path, "{'failover_url':'https://bank.example/#x'}").isProblem(400, "invalid_field", "failover_url");
        bank.patch(path, "{'failover_url':'%s'}".formatted(url("/ok/1")))
                .isProblem(400, "invalid_field", "failover_url");
        bank.patch(path, "{'events':['message.read']}").isProblem(400, "invalid_field", "events");
        bank.patch(path, "{'status':'active'}").isProblem(400, "unknown_field", "status");
        bank.patch(path, "[]").isProblem(400, "malformed_body");
        bank.patch("/v1/webhooks/999999", "{}").isProblem(404, "not_found");
        long other = PLATFORM.account("client", PLATFORM.root(), "other");
        Api stranger = PLATFORM.as(PLATFORM.key(other, "'webhooks'"));
        stranger.patch(path, "{'url':'https://other.example/'}").isProblem(404, "not_found");
        stranger.post(path + "/test", "{'type':'message.delivered'}").isProblem(404, "not_found");
        assertThat(bank.get(path).is(200).get("url").stringValue()).isEqualTo(url("/ok/1"));
    }

    @Test
    void aChangeIsInTheAudit() {
        JsonNode added = add("/ok/1", "");
        bank.patch(path(added), "{'url':'%s'}".formatted(url("/ok/2"))).is(200);
        JsonNode entry = PLATFORM.admin()
                .get("/admin/v1/audit?object=webhooks.endpoints&object_id=" + added.get("id"))
                .is(200)
                .get("items")
                .get(0);
        assertThat(entry.toString()).contains("update", url("/ok/1"), url("/ok/2"));
    }

    @Test
    void aTestEventIsSignedMarkedAndInNoLog() throws Exception {
        JsonNode endpoint = add("/ok/1", ",'failover_url':'%s','events':['balance.low']".formatted(url("/bad")));
        String path = path(endpoint);
        for (String type : List.of("message.delivered", "inbound.received", "balance.low")) {
            GOT.clear();
            JsonNode sent =
                    bank.post(path + "/test", "{'type':'%s'}".formatted(type)).is(200);
            assertThat(sent.get("status").intValue()).isEqualTo(200);
            assertThat(sent.get("error").isNull()).isTrue();
            assertThat(sent.get("answer").stringValue()).isEqualTo("answer of /ok/1");
            Got got = GOT.getFirst();
            new Webhook(endpoint.get("secret").stringValue()).verify(got.body(), got.headers());
            JsonNode event = JsonMapper.shared().readTree(got.body());
            assertThat(event.get("type").stringValue()).isEqualTo(type);
            assertThat(event.get("test").booleanValue()).isTrue();
            assertThat(event.get("data")).isNotEmpty();
            assertThat(event.get("id")).isEqualTo(sent.get("event_id"));
            assertThat(got.headers().firstValue("webhook-id"))
                    .hasValue(event.get("id").stringValue());
        }
        JsonNode second = bank.post(path + "/test", "{'type':'balance.low','failover':true}")
                .is(200);
        assertThat(second.get("status").intValue()).isEqualTo(500);
        assertThat(second.get("error").stringValue()).isEqualTo("HTTP 500: answer of /bad");
        assertThat(bank.get(path + "/attempts").is(200).get("items")).isEmpty();
        assertThat(bank.get("/v1/events?types=message.delivered,inbound.received,balance.low")
                        .is(200)
                        .get("items"))
                .isEmpty();
    }

    @Test
    void aTestEventDisablesNothingAndIsLimited() {
        String path = path(add("/gone", ""));
        for (int i = 0; i < 10; i++) {
            assertThat(bank.post(path + "/test", "{'type':'message.delivered'}")
                            .is(200)
                            .get("status")
                            .intValue())
                    .isEqualTo(410);
        }
        Api.Answer refused =
                bank.post(path + "/test", "{'type':'message.delivered'}").isProblem(429, "rate_limited");
        assertThat(Integer.parseInt(
                        refused.http().headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        assertThat(bank.get(path).is(200).get("status").stringValue()).isEqualTo("active");
        assertThat(GOT).hasSize(10);
    }

    @Test
    void aTestEventThatCannotBeIsRefused() {
        String path = path(add("/ok/1", ""));
        bank.post(path + "/test", "{}").isProblem(400, "missing_field", "type");
        bank.post(path + "/test", "{'type':'message.read'}").isProblem(400, "invalid_field", "type");
        bank.post(path + "/test", "{'type':'balance.low','failover':true}").isProblem(400, "invalid_field", "failover");
        bank.post(path + "/test", "{'type':'balance.low','x':1}").isProblem(400, "unknown_field", "x");
        Api reader = PLATFORM.as(PLATFORM.key(account, "'sms:read'"));
        reader.post(path + "/test", "{'type':'balance.low'}").isProblem(403, "scope_missing");
        reader.patch(path, "{}").isProblem(403, "scope_missing");
    }

    @Test
    void aRangeAndAnEventArePostedAgain() {
        String path = path(add("/ok/1", ",'events':['sender.approved']"));
        awaitWanted(EventType.SENDER_APPROVED);
        PLATFORM.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(account))
                .is(201);
        Platform.await("it is posted", () -> !GOT.isEmpty());
        String event = GOT.getFirst().headers().firstValue("webhook-id").orElseThrow();
        EventLog log = PLATFORM.server().part(EventLog.class);
        long id = log.id(event).orElseThrow();
        String subscriber = "webhook." + path.substring(path.lastIndexOf('/') + 1);
        Platform.await("the cursor passes it", () -> log.cursor(subscriber).orElse(0) >= id);
        for (String body : List.of("{'delivered':true}", "{'event_id':'%s'}".formatted(event))) {
            GOT.clear();
            JsonNode begun = bank.post(path + "/replays", body).is(202);
            assertThat(begun.get("state").stringValue()).isEqualTo("running");
            String replay = path + "/replays/" + begun.get("id");
            Platform.await(
                    "it is finished",
                    () -> bank.get(replay).is(200).get("state").stringValue().equals("finished"));
            JsonNode ended = bank.get(replay).is(200);
            assertThat(ended.get("accepted").intValue()).isEqualTo(1);
            assertThat(ended.get("found_all").booleanValue()).isTrue();
            assertThat(GOT)
                    .extracting(got -> got.headers().firstValue("webhook-id").orElseThrow())
                    .containsExactly(event);
            bank.delete(replay).isProblem(409, "conflict");
        }
        assertThat(bank.get(path + "/replays").is(200).get("items")).hasSize(2);
    }

    @Test
    void aReplayThatCannotBeIsRefused() {
        String path = path(add("/ok/1", "")) + "/replays";
        bank.post(path, "{'since':'yesterday'}").isProblem(400, "invalid_field", "since");
        bank.post(path, "{'since':'2999-01-01T00:00:00Z'}").isProblem(400, "invalid_field", "since");
        bank.post(path, "{'from':'2026-01-01T00:00:00Z'}").isProblem(400, "unknown_field", "from");
        bank.post(path, "{'event_id':'evt_AAAAAAAAAAAAAAAAAAAAAA','delivered':true}")
                .isProblem(400, "unknown_field", "delivered");
        bank.post(path, "{'event_id':'evt_AAAAAAAAAAAAAAAAAAAAAA'}").isProblem(404, "not_found");
        bank.get(path + "/999999").isProblem(404, "not_found");
        bank.delete(path + "/999999").isProblem(404, "not_found");
        JsonNode begun = bank.post(path, "{}").is(202);
        long other = PLATFORM.account("client", PLATFORM.root(), "other");
        Api stranger = PLATFORM.as(PLATFORM.key(other, "'webhooks'"));
        stranger.post(path, "{}").isProblem(404, "not_found");
        stranger.get(path).isProblem(404, "not_found");
        stranger.get(path + "/" + begun.get("id")).isProblem(404, "not_found");
        stranger.delete(path + "/" + begun.get("id")).isProblem(404, "not_found");
    }

    @Test
    void theAttemptsOfAMessageAreThoseOfItsEvents() {
        JsonNode endpoint = add("/bad?token=hidden", ",'events':['message.accepted']");
        awaitWanted(EventType.MESSAGE_ACCEPTED);
        PLATFORM.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(account))
                .is(201);
        Api tests = PLATFORM.as(PLATFORM.key(account, "'sms:test'"));
        String send = "{'to':'+998901234567','from':'Bank','text':'Salom'}";
        Platform.await(
                "the sender is known", () -> tests.post("/v1/sms/send", send).status() == 202);
        String id = tests.post("/v1/sms/send", send).is(202).get("id").stringValue();
        String own = "/v1/sms/" + id + "/webhook-attempts";
        Platform.await(
                "the attempt is stored",
                () -> !bank.get(own).is(200).get("items").isEmpty());
        JsonNode first = bank.get(own).is(200).at("/items/0");
        assertThat(first.get("endpoint_id")).isEqualTo(endpoint.get("id"));
        assertThat(first.get("url").stringValue()).isEqualTo(url("/bad"));
        assertThat(first.get("type").stringValue()).isEqualTo("message.accepted");
        assertThat(first.get("status").intValue()).isEqualTo(500);
        assertThat(first.get("error").stringValue()).contains("answer of /bad");
        JsonNode seen = PLATFORM.admin()
                .get("/admin/v1/messages/" + id + "/webhook-attempts")
                .is(200);
        assertThat(seen.at("/items/0/account").stringValue()).isEqualTo("bank");
        assertThat(seen.at("/items/0/event_id")).isEqualTo(first.get("event_id"));
        long other = PLATFORM.account("client", PLATFORM.root(), "other");
        PLATFORM.as(PLATFORM.key(other, "'webhooks'")).get(own).isProblem(404, "not_found");
        String unknown = "019a9b1c-7c00-7000-8000-0123456789ab";
        bank.get("/v1/sms/" + unknown + "/webhook-attempts").isProblem(404, "not_found");
        PLATFORM.admin()
                .get("/admin/v1/messages/" + unknown + "/webhook-attempts")
                .isProblem(404, "not_found");
        // Its events are posted no more: other tests look at what arrives.
        bank.delete(path(endpoint)).is(204);
    }

    @Test
    void aPrivateAddressIsNotConnectedTo() {
        try (Platform strict = Platform.start()) {
            long client = strict.account("client", strict.root(), "bank");
            Api own = strict.as(strict.key(client, "'webhooks'"));
            JsonNode added = own.post(
                            "/v1/webhooks",
                            "{'url':'https://127.0.0.1:%d/ok'}"
                                    .formatted(sink.getAddress().getPort()))
                    .is(201);
            JsonNode sent =
                    own.post(path(added) + "/test", "{'type':'balance.low'}").is(200);
            assertThat(sent.get("status").isNull()).isTrue();
            assertThat(sent.get("answer").isNull()).isTrue();
            assertThat(sent.get("error").stringValue()).contains("private address");
        }
    }
}
