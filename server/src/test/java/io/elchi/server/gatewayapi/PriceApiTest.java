package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a client reads of its own prices.
class PriceApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final long BANK = PLATFORM.account("client", PLATFORM.root(), "bank");
    private static final long OTHER = PLATFORM.account("client", PLATFORM.root(), "other");
    private static final Api ADMIN = PLATFORM.admin();
    private static final Api CLIENT = PLATFORM.as(PLATFORM.key(BANK, "'sms:read'"));

    static {
        ADMIN.post("/admin/v1/mccmnc", "{'mcc':'434','mnc':'04','name':'beeline','country':'UZ','prefixes':['99890']}")
                .is(201);
        long cheap = operator("cheap", "10");
        long dear = operator("dear", "20");
        price("'account_id':%d,'prefix':'998'".formatted(BANK), "55");
        price("'account_id':%d,'mcc':'434','mnc':'04','operator_id':%d,'priority':1".formatted(BANK, dear), "70");
        price("'account_id':%d,'prefix':'998933'".formatted(BANK), "57");
        price("'account_id':%d,'prefix':'998'".formatted(OTHER), "99");
        price("'prefix':'7'", "80");
        for (long each : List.of(cheap, dear)) {
            ADMIN.post("/admin/v1/routes", "{'operator_id':%d,'prefix':'998'}".formatted(each))
                    .is(201);
        }
        Platform.await("there are prices", () -> amounts("to=%2B998901234567").size() == 2);
    }

    private static long operator(String name, String cost) {
        return ADMIN.post(
                        "/admin/v1/operators",
                        "{'name':'%s','default_cost':{'amount':'%s','currency':'UZS'}}".formatted(name, cost))
                .is(201)
                .get("id")
                .longValue();
    }

    private static void price(String selector, String amount) {
        ADMIN.post(
                        "/admin/v1/tariff-routes",
                        "{%s,'price_per_sms':{'amount':'%s','currency':'UZS'}}".formatted(selector, amount))
                .is(201);
    }

    private static List<String> amounts(String query) {
        Api.Answer answer = CLIENT.get("/v1/prices?" + query);
        return answer.status() == 200 ? amounts(answer.json()) : List.of();
    }

    private static List<String> amounts(JsonNode answer) {
        return answer.get("items")
                .valueStream()
                .map(item -> item.at("/price/amount").stringValue().replace(".000000", ""))
                .toList();
    }

    /// The price of the route that is tried first, then that of its fallback.
    @Test
    void aNumberCostsWhatItsRoutesCost() {
        JsonNode answer = CLIENT.get("/v1/prices?to=998901234567").is(200);
        assertThat(answer.get("to").stringValue()).isEqualTo("+998901234567");
        assertThat(answer.at("/network/name").stringValue()).isEqualTo("beeline");
        assertThat(amounts(answer)).containsExactly("55", "70");
        assertThat(answer.at("/items/0/prefix").stringValue()).isEqualTo("998");
        assertThat(answer.at("/items/0/valid_from").isString()).isTrue();
        assertThat(amounts("to=%2B998933123456")).containsExactly("57");
        assertThat(answer.toString()).doesNotContain("operator", "cost", "cheap", "dear");
    }

    /// Each destination that has rows of its own; what depends on the route says so.
    @Test
    void aCountryCostsWhatItsRowsSay() {
        JsonNode answer = CLIENT.get("/v1/prices?country=UZ").is(200);
        assertThat(amounts(answer)).containsExactly("55", "55", "57");
        assertThat(answer.at("/items/0/varies").booleanValue()).isTrue();
        assertThat(answer.at("/items/1/mnc").stringValue()).isEqualTo("04");
        assertThat(answer.at("/items/1/varies").booleanValue()).isTrue();
        assertThat(answer.at("/items/2/prefix").stringValue()).isEqualTo("998933");
        assertThat(answer.get("complete").booleanValue()).isTrue();
        assertThat(answer.toString()).doesNotContain("operator", "70.", "99.");
        assertThat(amounts("prefix=998933")).startsWith("57");
        assertThat(amounts("mcc=434")).containsExactly("55", "55", "57");
        assertThat(amounts("mcc=434&mnc=04")).containsExactly("55", "57");
        assertThat(CLIENT.get("/v1/prices?country=TJ").is(200).get("items")).isEmpty();
        assertThat(amounts("prefix=7")).containsExactly("80");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '',                    400, missing_field, to
            mnc=04,                400, missing_field, mcc
            to=998901234567&mcc=434, 400, invalid_field, to
            prefix=0998,           400, invalid_field, prefix
            country=uz,            400, invalid_field, country
            country=ZZ,            400, invalid_field, country
            country=US,            400, invalid_field, country
            mcc=43,                400, invalid_field, mcc
            operator_id=1,         400, unknown_parameter, operator_id
            to=12,                 422, invalid_destination, to
            to=%2B77012345678,     422, no_route, to
            """)
    void whatCannotBeAskedIsRefused(String query, int status, String code, String field) {
        CLIENT.get("/v1/prices?" + query).isProblem(status, code, field);
    }
}
