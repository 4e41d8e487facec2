package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.events.EventType;
import io.elchi.server.events.Subscriptions;
import io.elchi.simulator.Simulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages from the handsets of a simulated operator, up to their owner's webhook.
class InboundApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start(Map.of("webhooks.private_addresses", "true"));

    private static final List<String> POSTED = new CopyOnWriteArrayList<>();

    @AutoClose
    private static Simulator simulator;

    private static HttpServer sink;
    private static long operator;

    private final Api admin = PLATFORM.admin();

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
        sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.createContext("/", exchange -> {
            POSTED.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        sink.start();
        Api admin = PLATFORM.admin();
        operator = admin.post("/admin/v1/operators", "{'name':'one','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'one','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'secret','status':'started'}"
                                .formatted(operator, simulator.ports().get("beeline")))
                .is(201);
    }

    @AfterAll
    static void stop() {
        sink.stop(0);
    }

    private static void send(String to, String text) {
        Platform.await("the link is bound", () -> simulator.operator("beeline").sendMo("998901234567", to, text) > 0);
    }

    private JsonNode list(String query, int count) {
        Platform.await(
                "they are stored",
                () -> admin.get("/admin/v1/inbound?" + query)
                                .is(200)
                                .get("items")
                                .size()
                        == count);
        return admin.get("/admin/v1/inbound?" + query).is(200).get("items");
    }

    @Test
    void aMessageReachesTheOwnersWebhookAndItsRequestForEvents() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        Api client = PLATFORM.as(PLATFORM.key(bank, "'sms:read','webhooks'"));
        admin.post(
                        "/admin/v1/inbound-numbers",
                        "{'account_id':%d,'number':'+1700','operator_id':%d}".formatted(bank, operator))
                .is(201);
        client.post(
                        "/v1/webhooks",
                        "{'url':'http://127.0.0.1:%d/','events':['inbound.received']}"
                                .formatted(sink.getAddress().getPort()))
                .is(201);
        Subscriptions wanted = PLATFORM.server().part(Subscriptions.class);
        Platform.await("the endpoint is known", () -> wanted.wants(bank, EventType.INBOUND_RECEIVED));
        String text = "Balans " + "0123456789".repeat(20);
        send("1700", text);
        Platform.await("it is posted", () -> !POSTED.isEmpty());
        JsonNode event = JsonMapper.shared().readTree(POSTED.getFirst());
        assertThat(event.get("type").stringValue()).isEqualTo("inbound.received");
        assertThat(event.at("/data/text").stringValue()).isEqualTo(text);
        assertThat(event.at("/data/parts").intValue()).isEqualTo(1);
        assertThat(event.at("/data/from").stringValue()).isEqualTo("998901234567");
        JsonNode pulled = client.get("/v1/events?types=inbound.received").is(200);
        assertThat(pulled.at("/items/0/id")).isEqualTo(event.get("id"));
        JsonNode listed = list("account_id=" + bank, 1).get(0);
        assertThat(listed.get("text").stringValue()).isEqualTo("Balans " + "*".repeat(200));
        assertThat(listed.get("state").stringValue()).isEqualTo("complete");
        JsonNode own = client.get("/v1/inbound?limit=1").is(200);
        assertThat(own.at("/items/0/text").stringValue()).isEqualTo(text);
        assertThat(own.at("/items/0/id")).isEqualTo(listed.get("id"));
        assertThat(client.get("/v1/inbound?received_before=2020-01-01T00:00:00Z")
                        .is(200)
                        .get("items"))
                .isEmpty();
        long shop = PLATFORM.account("client", PLATFORM.root(), "shop");
        Api other = PLATFORM.as(PLATFORM.key(shop, "'sms:read'"));
        assertThat(other.get("/v1/inbound").is(200).get("items")).isEmpty();
        JsonNode detail =
                admin.get("/admin/v1/inbound/" + listed.get("id").stringValue()).is(200);
        assertThat(detail.get("message")).isEqualTo(listed);
        assertThat(detail.get("parts").size()).isEqualTo(1);
    }

    /// SQL, HTML, JSON, header lines and terminal sequences go from the handset to the owner as they are.
    @Test
    void hostileTextsReachTheOwnerAsTheyAre() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "hostile");
        Api client = PLATFORM.as(PLATFORM.key(bank, "'sms:read'"));
        admin.post(
                        "/admin/v1/inbound-routes",
                        "{'account_id':%d,'number':'1650','keyword':'стоп','reply':'ok'}".formatted(bank))
                .is(201);
        Subscriptions wanted = PLATFORM.server().part(Subscriptions.class);
        client.get("/v1/events?types=inbound.received,recipient.opted_out").is(200);
        Platform.await("requests are known", () -> wanted.wants(bank, EventType.RECIPIENT_OPTED_OUT));
        String text = "Стоп\r\nX-Injected: 1\r\n\r\n'; DROP TABLE inbound.messages; --"
                + "<script>alert(1)</script>\u001B[31m%s${jndi:ldap://x}{\"a\":\"b\"}\\u0000\u202E";
        send("1650", text);
        JsonNode listed = list("account_id=" + bank, 1).get(0);
        assertThat(listed.get("text").stringValue()).isEqualTo(text.replaceAll("[0-9]", "*"));
        assertThat(client.get("/v1/inbound").is(200).at("/items/0/text").stringValue())
                .isEqualTo(text);
        String pull = "/v1/events?types=inbound.received,recipient.opted_out";
        Platform.await(
                "both events are readable",
                () -> client.get(pull).is(200).get("items").size() == 2);
        JsonNode events = client.get(pull).is(200).get("items");
        assertThat(events.get(0).at("/data/text").stringValue()).isEqualTo(text);
        assertThat(events.get(1).at("/data/keyword").stringValue()).isEqualTo("стоп");
        JsonNode optOut =
                admin.get("/admin/v1/opt-outs?account_id=" + bank).is(200).at("/items/0");
        assertThat(optOut.get("message_id")).isEqualTo(listed.get("id"));
        admin.delete("/admin/v1/opt-outs/" + optOut.get("id")).is(204);
    }

    @Test
    void aLongTextInPartsGoesByItsFirstWord() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "long");
        admin.post("/admin/v1/inbound-routes", "{'account_id':%d,'number':'1660','keyword':'ҳисоб'}".formatted(bank))
                .is(201);
        String text = "Ҳисоб " + "сўм ".repeat(60);
        Platform.await(
                "the link is bound", () -> simulator.operator("beeline").sendSplitMo("998901234567", "1660", text) > 0);
        Platform.await(
                "it is complete",
                () -> admin.get("/admin/v1/inbound?account_id=" + bank)
                                .is(200)
                                .get("items")
                                .size()
                        == 1);
        JsonNode message = list("account_id=" + bank, 1).get(0);
        assertThat(message.get("text").stringValue()).isEqualTo(text);
        assertThat(message.get("parts").intValue()).isEqualTo(4);
    }

    @Test
    void messagesAreFoundByWhatTheyHave() {
        send("1800", "one");
        send("1801", "two");
        list("to=1800", 1);
        list("to=1801&from=%2B998901234567&operator_id=" + operator, 1);
        list("to=1801&received_from=2020-01-01T00:00:00Z&received_before=2020-01-02T00:00:00Z", 0);
        JsonNode first = admin.get("/admin/v1/inbound?limit=1").is(200);
        JsonNode second = admin.get(
                        "/admin/v1/inbound?limit=1&cursor=" + first.get("next").stringValue())
                .is(200);
        assertThat(first.at("/items/0/id")).isNotEqualTo(second.at("/items/0/id"));
        admin.get("/admin/v1/inbound?to=Bank").isProblem(400, "invalid_field", "to");
        admin.get("/admin/v1/inbound?cursor=x").isProblem(400, "invalid_field", "cursor");
        admin.get("/admin/v1/inbound/x").isProblem(404, "not_found");
    }

    @Test
    void aNumberIsGivenListedAndTaken() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        long shop = PLATFORM.account("client", PLATFORM.root(), "shop");
        String body = "{'account_id':%d,'number':'1900'}";
        JsonNode given =
                admin.post("/admin/v1/inbound-numbers", body.formatted(bank)).is(201);
        JsonNode moved =
                admin.post("/admin/v1/inbound-numbers", body.formatted(shop)).is(201);
        assertThat(moved.get("id")).isEqualTo(given.get("id"));
        assertThat(admin.get("/admin/v1/inbound-numbers?account_id=" + bank)
                        .is(200)
                        .get("items"))
                .isEmpty();
        assertThat(admin.get("/admin/v1/inbound-numbers?account_id=" + shop)
                        .is(200)
                        .get("items")
                        .get(0))
                .isEqualTo(moved);
        admin.delete("/admin/v1/inbound-numbers/" + given.get("id")).is(204);
        admin.delete("/admin/v1/inbound-numbers/" + given.get("id")).isProblem(404, "not_found");
        admin.post("/admin/v1/inbound-numbers", "{'account_id':%d,'number':'Bank'}".formatted(bank))
                .isProblem(400, "invalid_field", "number");
        admin.post("/admin/v1/inbound-numbers", "{'account_id':%d,'number':'1','operator_id':999}".formatted(bank))
                .isProblem(400, "invalid_field", "operator_id");
        admin.post("/admin/v1/inbound-numbers", "{'account_id':999999,'number':'1'}")
                .isProblem(400, "invalid_field", "account_id");
    }
}
