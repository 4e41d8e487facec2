package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RoutingApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static int count;

    private final Api admin = PLATFORM.admin();

    private long operator(String cost) {
        return admin.post(
                        "/admin/v1/operators",
                        "{'name':'operator%d','default_cost':{'amount':'%s','currency':'UZS'}}"
                                .formatted(++count, cost))
                .is(201)
                .get("id")
                .longValue();
    }

    @Test
    void anOperatorIsAddedAndChanged() {
        JsonNode added = admin.post(
                        "/admin/v1/operators",
                        "{'name':'beeline','mcc':'434','mnc':'04','default_cost':{'amount':'38','currency':'UZS'}}")
                .is(201);
        assertThat(added.get("smpp_connector_id").stringValue()).isEqualTo("beeline");
        assertThat(added.get("status").stringValue()).isEqualTo("active");
        String path = "/admin/v1/operators/" + added.get("id");
        // It cannot be reached, as whoever runs the links finds out.
        Platform.await(
                "it is not reachable",
                () -> !admin.get(path).is(200).get("reachable").booleanValue());
        assertThat(admin.get(path).is(200).get("default_cost")).isEqualTo(added.get("default_cost"));
        assertThat(admin.get(path).is(200).get("mnc").stringValue()).isEqualTo("04");
        assertThat(Platform.ids(admin.get("/admin/v1/operators").is(200)))
                .contains(added.get("id").longValue());
        admin.post("/admin/v1/operators", "{'name':'beeline','default_cost':{'amount':'1','currency':'UZS'}}")
                .isProblem(409, "conflict", "name");

        JsonNode changed = admin.patch(path, "{'status':'suspended','default_cost':{'amount':'0.5','currency':'USD'}}")
                .is(200);
        assertThat(changed.get("status").stringValue()).isEqualTo("suspended");
        assertThat(changed.at("/default_cost/amount").stringValue()).isEqualTo("0.500000");
        assertThat(changed.at("/default_cost/currency").stringValue()).isEqualTo("USD");
        assertThat(admin.patch(path, "{'smpp_connector_id':'other'}")
                        .is(200)
                        .get("status")
                        .stringValue())
                .isEqualTo("suspended");
        admin.patch("/admin/v1/operators/999999", "{'status':'active'}").isProblem(404, "not_found");
        admin.get("/admin/v1/operators/999999").isProblem(404, "not_found");
    }

    /// An option that is not named stays; null restores its default.
    @Test
    void theOptionsOfAnOperatorChangeOneByOne() {
        JsonNode added = admin.post(
                        "/admin/v1/operators",
                        "{'name':'optional','default_cost':{'amount':'38','currency':'UZS'},"
                                + "'options':{'failover':'30s','receipt_id':null}}")
                .is(201);
        assertThat(added.at("/options/failover").stringValue()).isEqualTo("30s");
        assertThat(added.get("options").propertyNames()).containsExactly("failover");
        String path = "/admin/v1/operators/" + added.get("id");
        JsonNode changed = admin.patch(path, "{'options':{'otp_failover':'2s','receipt_words':['GONE=expired']}}")
                .is(200);
        assertThat(changed.get("options").propertyNames())
                .containsExactlyInAnyOrder("failover", "otp_failover", "receipt_words");
        assertThat(admin.patch(path, "{'options':{'failover':null,'otp_failover':null}}")
                        .is(200)
                        .get("options")
                        .propertyNames())
                .containsExactly("receipt_words");
        assertThat(admin.patch(path, "{'status':'suspended'}").is(200).at("/options/receipt_words/0"))
                .isEqualTo(changed.at("/options/receipt_words/0"));
    }

    /// A country is the prefix that all of its numbers have; a price for all numbers has to be asked for.
    @Test
    void aRouteAndAPriceNameTheirDestinations() {
        long operator = operator("1");
        JsonNode country = admin.post("/admin/v1/routes", "{'operator_id':%d,'country':'UZ'}".formatted(operator))
                .is(201);
        assertThat(country.get("prefix").stringValue()).isEqualTo("998");
        JsonNode any = admin.post("/admin/v1/routes", "{'operator_id':%d,'any_destination':true}".formatted(operator))
                .is(201);
        assertThat(any.has("prefix")).isFalse();
        String price = "{'price_per_sms':{'amount':'1','currency':'EUR'}%s}";
        admin.post("/admin/v1/tariff-routes", price.formatted("")).isProblem(400, "missing_field", "country");
        admin.post("/admin/v1/tariff-routes", price.formatted(",'country':'UZ'"))
                .is(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    invalid_field | name         | {'name':'Beeline UZ','default_cost':{'amount':'1','currency':'UZS'}}
                    missing_field | default_cost | {'name':'x'}
                    missing_field | mcc          | {'name':'x','mnc':'04','default_cost':{'amount':'1','currency':'UZS'}}
                    invalid_field | mcc          | {'name':'x','mcc':434,'default_cost':{'amount':'1','currency':'UZS'}}
                    invalid_field | mnc          | {'name':'x','mcc':'434','mnc':'4','default_cost':{'amount':'1','currency':'UZS'}}
                    invalid_field | default_cost.amount | {'name':'x','default_cost':{'amount':'1000000001','currency':'UZS'}}
                    unknown_field | options.attempts | {'name':'x','default_cost':{'amount':'1','currency':'UZS'},'options':{'attempts':1}}
                    invalid_field | options.otp_failover | {'name':'x','default_cost':{'amount':'1','currency':'UZS'},'options':{'otp_failover':'1ms'}}
                    invalid_field | options      | {'name':'x','default_cost':{'amount':'1','currency':'UZS'},'options':{'receipt_clock':'Tashkent'}}
                    invalid_field | options      | {'name':'x','default_cost':{'amount':'1','currency':'UZS'},'options':{'receipt_words':['x=y']}}
                    invalid_field | options.receipt_words | {'name':'x','default_cost':{'amount':'1','currency':'UZS'},'options':{'receipt_words':[null]}}
                    unknown_field | weight       | {'name':'x','weight':3,'default_cost':{'amount':'1','currency':'UZS'}}
                    """)
    void anOperatorThatCannotBeIsRefused(String code, String field, String body) {
        admin.post("/admin/v1/operators", body).isProblem(400, code, field);
    }

    @Test
    void aRouteIsAddedChangedAndRemoved() {
        long operator = operator("1");
        long client = PLATFORM.account("client", PLATFORM.root(), "routed");
        JsonNode added = admin.post(
                        "/admin/v1/routes",
                        "{'operator_id':%d,'account_id':%d,'prefix':'99890','priority':5}".formatted(operator, client))
                .is(201);
        String path = "/admin/v1/routes/" + added.get("id");
        assertThat(admin.get(path).is(200)).isEqualTo(added);
        JsonNode changed = admin.patch(path, "{'weight':7,'status':'suspended','allow_loss':true}")
                .is(200);
        assertThat(changed.get("priority").intValue()).isEqualTo(5);
        assertThat(changed.get("weight").intValue()).isEqualTo(7);
        assertThat(changed.get("status").stringValue()).isEqualTo("suspended");
        assertThat(changed.get("allow_loss").booleanValue()).isTrue();
        assertThat(admin.patch("/admin/v1/operators/" + operator, "{'weight':30}")
                        .is(200))
                .isNotNull();
        assertThat(admin.get(path).is(200).get("weight").intValue()).isEqualTo(30);

        assertThat(Platform.ids(
                        admin.get("/admin/v1/routes?account_id=" + client).is(200)))
                .containsExactly(added.get("id").longValue());
        assertThat(Platform.ids(
                        admin.get("/admin/v1/routes?operator_id=" + operator).is(200)))
                .containsExactly(added.get("id").longValue());
        assertThat(Platform.ids(admin.get("/admin/v1/routes?account_id=0").is(200)))
                .doesNotContain(added.get("id").longValue());
        admin.delete(path).is(204);
        admin.delete(path).isProblem(404, "not_found");
        admin.get(path).isProblem(404, "not_found");
        admin.patch(path, "{'weight':1}").isProblem(404, "not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | operator_id | {'mcc':'434'}
                    invalid_field | operator_id | {'operator_id':999999,'mcc':'434'}
                    invalid_field | account_id  | {'operator_id':%d,'account_id':999999,'mcc':'434'}
                    invalid_field | prefix      | {'operator_id':%d,'prefix':'+99890'}
                    missing_field | mcc         | {'operator_id':%d,'mnc':'04'}
                    invalid_field | weight      | {'operator_id':%d,'weight':-1,'mcc':'434'}
                    missing_field | country     | {'operator_id':%d}
                    missing_field | country     | {'operator_id':%d,'any_destination':false}
                    invalid_field | country     | {'operator_id':%d,'country':'XX'}
                    invalid_field | country     | {'operator_id':%d,'country':'US'}
                    invalid_field | country     | {'operator_id':%d,'country':'UZ','prefix':'998'}
                    invalid_field | any_destination | {'operator_id':%d,'mcc':'434','any_destination':true}
                    invalid_field | allow_loss  | {'operator_id':%d,'allow_loss':'yes','mcc':'434'}
                    """)
    void aRouteThatCannotBeIsRefused(String code, String field, String body) {
        admin.post("/admin/v1/routes", body.replace("%d", Long.toString(operator("1"))))
                .isProblem(400, code, field);
    }

    @Test
    void aPriceEndsNowAndAnEndedOneIsNotEndedAgain() {
        long client = PLATFORM.account("client", PLATFORM.root(), "priced");
        JsonNode added = admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'mcc':'434','mnc':'04','price_per_sms':{'amount':'55','currency':'UZS'}}"
                                .formatted(client))
                .is(201);
        JsonNode later = admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'price_per_sms':{'amount':'56','currency':'UZS'},'valid_from':'2099-01-01T00:00:00Z','any_destination':true}"
                                .formatted(client))
                .is(201);
        String list = "/admin/v1/tariff-routes?account_id=" + client;
        assertThat(Platform.ids(admin.get(list).is(200)))
                .containsExactly(later.get("id").longValue(), added.get("id").longValue());
        admin.delete("/admin/v1/tariff-routes/" + added.get("id")).is(204);
        admin.delete("/admin/v1/tariff-routes/" + added.get("id")).isProblem(404, "not_found");
        // It never began, so nothing was ever priced by it.
        admin.delete("/admin/v1/tariff-routes/" + later.get("id")).is(204);
        assertThat(Platform.ids(admin.get(list).is(200))).isEmpty();
        JsonNode ended = admin.get(list + "&ended=true").is(200);
        assertThat(Platform.ids(ended)).containsExactly(added.get("id").longValue());
        assertThat(ended.at("/items/0").has("valid_to")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    missing_field | price_per_sms          | {'mcc':'434'}
                    invalid_field | price_per_sms.currency | {'account_id':%d,'price_per_sms':{'amount':'1','currency':'USD'},'mcc':'434'}
                    invalid_field | price_per_sms.amount   | {'price_per_sms':{'amount':'1000000000.000001','currency':'UZS'},'mcc':'434'}
                    invalid_field | account_id             | {'account_id':999999,'price_per_sms':{'amount':'1','currency':'UZS'},'mcc':'434'}
                    invalid_field | operator_id            | {'operator_id':999999,'price_per_sms':{'amount':'1','currency':'UZS'},'mcc':'434'}
                    invalid_field | valid_to               | {'price_per_sms':{'amount':'1','currency':'UZS'},'valid_to':'2020-01-01T00:00:00Z','mcc':'434'}
                    invalid_field | valid_to               | {'price_per_sms':{'amount':'1','currency':'UZS'},'valid_from':'2099-01-01T00:00:00Z','valid_to':'2099-01-01T00:00:00Z','mcc':'434'}
                    """)
    void aPriceThatCannotBeIsRefused(String code, String field, String body) {
        long client = PLATFORM.account("client", PLATFORM.root(), "not priced");
        admin.post("/admin/v1/tariff-routes", body.replace("%d", Long.toString(client)))
                .isProblem(400, code, field);
    }

    @Test
    void aCostTakesOverFromTheOneBefore() {
        long operator = operator("1");
        String body = "{'operator_id':%d,'mcc':'434','cost_per_sms':{'amount':'%s','currency':'UZS'}}";
        JsonNode first = admin.put("/admin/v1/operator-costs", body.formatted(operator, "10"))
                .is(200);
        JsonNode second = admin.put("/admin/v1/operator-costs", body.formatted(operator, "11"))
                .is(200);
        String list = "/admin/v1/operator-costs?operator_id=" + operator;
        assertThat(Platform.ids(admin.get(list).is(200)))
                .containsExactly(second.get("id").longValue());
        JsonNode all = admin.get(list + "&ended=true").is(200);
        assertThat(Platform.ids(all))
                .containsExactly(second.get("id").longValue(), first.get("id").longValue());
        assertThat(all.at("/items/1/valid_to")).isEqualTo(second.get("valid_from"));
        admin.delete("/admin/v1/operator-costs/" + second.get("id")).is(204);
        admin.delete("/admin/v1/operator-costs/" + second.get("id")).isProblem(404, "not_found");
        assertThat(Platform.ids(admin.get(list).is(200))).isEmpty();
        admin.put("/admin/v1/operator-costs", body.formatted(999_999, "1"))
                .isProblem(400, "invalid_field", "operator_id");
    }

    @Test
    void exchangeRatesAreSetAndReplaced() {
        admin.put("/admin/v1/exchange-rates", "{'base':'USD','quote':'UZS','rate':'12700'}")
                .is(200);
        JsonNode rate = admin.put("/admin/v1/exchange-rates", "{'base':'USD','quote':'UZS','rate':'12700.5'}")
                .is(200);
        assertThat(rate.get("rate").stringValue()).isEqualTo("12700.500000");
        JsonNode all = admin.get("/admin/v1/exchange-rates").is(200).get("items");
        assertThat(all.size()).isEqualTo(1);
        assertThat(all.get(0)).isEqualTo(rate);
        admin.put("/admin/v1/exchange-rates", "{'base':'USD','quote':'USD','rate':'1'}")
                .isProblem(400, "invalid_field", "quote");
        admin.put("/admin/v1/exchange-rates", "{'base':'USD','quote':'EUR','rate':'0'}")
                .isProblem(400, "invalid_field", "rate");
        admin.put("/admin/v1/exchange-rates", "{'base':'USD','quote':'EUR','rate':1.1}")
                .isProblem(400, "invalid_field", "rate");
    }

    @Test
    void networksPageByTheirCodesAndAPrefixMoves() {
        for (String mnc : List.of("92", "91", "93")) {
            admin.post(
                            "/admin/v1/mccmnc",
                            "{'mcc':'001','mnc':'%s','name':'test','country':'XX','prefixes':['8%s','8%s1']}"
                                    .formatted(mnc, mnc, mnc))
                    .is(201);
        }
        JsonNode moved = admin.post(
                        "/admin/v1/mccmnc",
                        "{'mcc':'001','mnc':'91','name':'renamed','country':'YY','prefixes':['892','892']}")
                .is(201);
        assertThat(moved.get("name").stringValue()).isEqualTo("renamed");
        assertThat(moved.get("prefixes").valueStream().map(JsonNode::stringValue))
                .containsExactly("891", "8911", "892");
        JsonNode page = admin.get("/admin/v1/mccmnc?limit=2").is(200);
        assertThat(page.at("/items/0/mnc").stringValue()).isEqualTo("91");
        assertThat(page.at("/items/1/mnc").stringValue()).isEqualTo("92");
        assertThat(page.at("/items/1/prefixes").valueStream().map(JsonNode::stringValue))
                .containsExactly("8921");
        JsonNode rest = admin.get(
                        "/admin/v1/mccmnc?limit=500&cursor=" + page.get("next").stringValue())
                .is(200);
        assertThat(rest.at("/items/0/mnc").stringValue()).isEqualTo("93");
        admin.post("/admin/v1/mccmnc", "{'mcc':'001','mnc':'91','name':'a','country':'XX','prefixes':['8','08']}")
                .isProblem(400, "invalid_field", "prefixes[1]");
    }

    @Test
    void portedNumbersMoveAllOrNone() {
        admin.post("/admin/v1/mccmnc", "{'mcc':'002','mnc':'01','name':'a','country':'XX'}")
                .is(201);
        String some = "{'numbers':[{'msisdn':'+998900000001','mcc':'002','mnc':'01'},"
                + "{'msisdn':'998900000002','mcc':'002','mnc':'%s'}]}";
        admin.post("/admin/v1/ported-numbers", some.formatted("99")).isProblem(400, "invalid_field", "numbers");
        admin.post("/admin/v1/ported-numbers", "{}").isProblem(400, "missing_field", "numbers");
        admin.delete("/admin/v1/ported-numbers/998900000001").isProblem(404, "not_found");
        assertThat(admin.post("/admin/v1/ported-numbers", some.formatted("01"))
                        .is(200)
                        .get("ported")
                        .intValue())
                .isEqualTo(2);
        admin.delete("/admin/v1/ported-numbers/998900000001").is(204);
        admin.delete("/admin/v1/ported-numbers/+998900000002").is(204);
        admin.delete("/admin/v1/ported-numbers/1").isProblem(400, "invalid_field", "msisdn");
        admin.post("/admin/v1/ported-numbers", "{'numbers':[{'msisdn':'x','mcc':'002','mnc':'01'}]}")
                .isProblem(400, "invalid_field", "numbers[0].msisdn");
        admin.post("/admin/v1/ported-numbers", "{'numbers':[{'msisdn':'998900000001','mcc':'002','mnc':'01','to':1}]}")
                .isProblem(400, "unknown_field", "numbers[0].to");
        admin.post("/admin/v1/ported-numbers", "{'numbers':[7]}").isProblem(400, "invalid_field", "numbers[0]");
    }
}
