package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.simulator.Simulator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Prices of messages from handsets, from the operation that sets one to the entry, the record and the export.
class InboundPriceApiTest {
    private static final String PRICES = "/admin/v1/inbound-prices";
    private static final String COSTS = "/admin/v1/inbound-costs";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @AutoClose
    private static Simulator simulator;

    private static long operator;

    private final Api admin = PLATFORM.admin();

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
        operator = PLATFORM.admin()
                .post("/admin/v1/operators", "{'name':'one','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        PLATFORM.admin()
                .post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'one','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'secret','status':'started'}"
                                .formatted(operator, simulator.ports().get("beeline")))
                .is(201);
    }

    private static HttpResponse<String> asked(String method, String path, String match, String body) {
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
        HttpRequest.Builder request = HttpRequest.newBuilder(PLATFORM.server().uri(path))
                .header("Authorization", "Bearer " + PLATFORM.adminKey())
                .header("Content-Type", "application/json")
                .method(method, content);
        if (match != null) {
            request.header("If-Match", match);
        }
        return PLATFORM.server().send(request.build());
    }

    @Test
    void aMessageIsChargedListedAndExported() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        Api client = PLATFORM.as(PLATFORM.key(bank, "'sms:read'"));
        admin.post("/admin/v1/inbound-numbers", "{'account_id':%d,'number':'1700'}".formatted(bank))
                .is(201);
        admin.post(
                        PRICES,
                        "{'account_id':%d,'number':'1700','unit':'part','price':{'amount':'25','currency':'UZS'}}"
                                .formatted(bank))
                .is(201);
        admin.put(
                        COSTS,
                        "{'operator_id':%d,'number':'+1700','cost':{'amount':'4','currency':'UZS'}}"
                                .formatted(operator))
                .is(200);
        Platform.await(
                "the link is bound", () -> simulator.operator("beeline").sendMo("998901234567", "1700", "Balance") > 0);
        String records = "/admin/v1/inbound-cdr?to=1700&account_id=" + bank;
        Platform.await(
                "it has its record",
                () -> !admin.get(records).is(200).get("items").isEmpty());
        JsonNode cdr = admin.get(records).is(200).at("/items/0");
        assertThat(cdr.at("/price/amount").stringValue()).isEqualTo("25.000000");
        assertThat(cdr.at("/cost/amount").stringValue()).isEqualTo("4.000000");
        assertThat(cdr.get("state").stringValue()).isEqualTo("complete");
        JsonNode entries = client.get("/v1/transactions?reason=inbound_charge").is(200);
        assertThat(entries.at("/items/0/amount/amount").stringValue()).isEqualTo("25.000000");
        assertThat(client.get("/v1/balance").is(200).at("/balance/amount").stringValue())
                .isEqualTo("-25.000000");
        JsonNode export = admin.post("/admin/v1/exports", "{'kind':'inbound_cdr','filter':{'to':'+1700'}}")
                .is(202);
        String path = "/admin/v1/exports/" + export.get("id");
        Platform.await(
                "the file is made",
                () -> admin.get(path).is(200).get("state").stringValue().equals("finished"));
        assertThat(asked("GET", path + "/content", null, null).body())
                .startsWith("id,account_id,account,")
                .contains(cdr.get("id").stringValue(), ",998901234567,1700,", ",25.000000,UZS,4.000000,UZS,");
        admin.post("/admin/v1/exports", "{'kind':'inbound_cdr','filter':{'to':'Bank'}}")
                .isProblem(400, "invalid_field", "filter.to");
    }

    @Test
    void aChangeNamesTheVersionThatItReplaces() {
        long shop = PLATFORM.account("client", PLATFORM.root(), "shop");
        String body = "{'account_id':%d,'number':'1701','price':{'amount':'%s','currency':'UZS'}}";
        Api.Answer added = admin.post(PRICES, body.formatted(shop, "0"));
        assertThat(added.http().headers().firstValue("ETag")).contains("\"1\"");
        JsonNode first = added.is(201);
        assertThat(first.get("unit").stringValue()).isEqualTo("message");
        String path = PRICES + "/" + first.get("id");
        assertThat(asked("PUT", path, null, body.formatted(shop, "3")).statusCode())
                .isEqualTo(400);
        HttpResponse<String> changed = asked("PUT", path, "\"1\"", body.formatted(shop, "3"));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(asked("PUT", path, "\"1\"", body.formatted(shop, "4")).statusCode())
                .isEqualTo(412);
        assertThat(asked("DELETE", path, "\"1\"", null).statusCode()).isEqualTo(412);
        assertThat(admin.get(path).is(200).at("/price/amount").stringValue()).isEqualTo("3.000000");
        assertThat(admin.get(PRICES + "?number=1701&account_id=" + shop).is(200).get("items"))
                .hasSize(1);
        admin.post(PRICES, body.formatted(shop, "9")).isProblem(409, "conflict");
        assertThat(asked("DELETE", path, "\"2\"", null).statusCode()).isEqualTo(204);
        assertThat(asked("DELETE", path, "\"2\"", null).statusCode()).isEqualTo(404);
        admin.get(path).isProblem(404, "not_found");
    }

    @Test
    void aWrongFieldIsNamed() {
        String price = "'price':{'amount':'1','currency':'UZS'}";
        admin.post(PRICES, "{}").isProblem(400, "missing_field", "price");
        admin.post(PRICES, "{'price':{'amount':'-1','currency':'UZS'}}")
                .isProblem(400, "invalid_field", "price.amount");
        admin.post(PRICES, "{'unit':'octet'," + price + "}").isProblem(400, "invalid_field", "unit");
        admin.post(PRICES, "{'number':'Bank'," + price + "}").isProblem(400, "invalid_field", "number");
        admin.post(PRICES, "{'operator_id':999," + price + "}").isProblem(400, "invalid_field", "operator_id");
        admin.post(PRICES, "{'account_id':999999," + price + "}").isProblem(400, "invalid_field", "account_id");
        long euro = PLATFORM.root();
        admin.post(PRICES, "{'account_id':%d,'price':{'amount':'1','currency':'EUR'}}".formatted(euro))
                .isProblem(400, "invalid_field", "price.currency");
        admin.post(PRICES, "{'more':1," + price + "}").isProblem(400, "unknown_field", "more");
        admin.put(COSTS, "{'cost':{'amount':'1','currency':'UZS'}}").isProblem(400, "missing_field", "operator_id");
        admin.put(COSTS, "{'operator_id':999,'cost':{'amount':'1','currency':'UZS'}}")
                .isProblem(400, "invalid_field", "operator_id");
        admin.delete(COSTS + "/999").isProblem(404, "not_found");
    }

    @Test
    void aCostIsReplacedAndRemoved() {
        String body = "{'operator_id':%d,'unit':'part','cost':{'amount':'%s','currency':'USD'}}";
        JsonNode first = admin.put(COSTS, body.formatted(operator, "0.5")).is(200);
        JsonNode second = admin.put(COSTS, body.formatted(operator, "0.75")).is(200);
        assertThat(second.get("id")).isEqualTo(first.get("id"));
        assertThat(admin.get(COSTS + "?operator_id=" + operator).is(200).get("items"))
                .anySatisfy(each ->
                        assertThat(each.at("/cost/amount").stringValue()).isEqualTo("0.750000"));
        admin.delete(COSTS + "/" + first.get("id")).is(204);
        admin.delete(COSTS + "/" + first.get("id")).isProblem(404, "not_found");
    }
}
