package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Each kind of mistake is found, and what is right is not.
class RouteLintApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static int count;

    private final Api admin = PLATFORM.admin();

    RouteLintApiTest() {
        if (count == 0) {
            network("434", "04", "UZ", "99890");
            network("434", "05", "UZ", "99893");
            network("436", "01", "TJ", "99291");
        }
    }

    private void network(String mcc, String mnc, String country, String prefix) {
        admin.post(
                        "/admin/v1/mccmnc",
                        "{'mcc':'%s','mnc':'%s','name':'n%s','country':'%s','prefixes':['%s']}"
                                .formatted(mcc, mnc, mnc, country, prefix))
                .is(201);
    }

    private long operator(String cost, String currency) {
        return admin.post(
                        "/admin/v1/operators",
                        "{'name':'lint%d','default_cost':{'amount':'%s','currency':'%s'}}"
                                .formatted(++count, cost, currency))
                .is(201)
                .get("id")
                .longValue();
    }

    private long route(long operator, String more) {
        return admin.post("/admin/v1/routes", "{'operator_id':%d,%s}".formatted(operator, more))
                .is(201)
                .get("id")
                .longValue();
    }

    private void price(long account, String amount) {
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'any_destination':true,'price_per_sms':{'amount':'%s','currency':'UZS'}}"
                                .formatted(account, amount))
                .is(201);
    }

    private long account() {
        return PLATFORM.account("client", PLATFORM.root(), "lint client " + ++count);
    }

    private List<String> kinds(long route) {
        return admin.get("/admin/v1/routes/lint")
                .is(200)
                .get("items")
                .valueStream()
                .filter(item -> item.at("/routes/0/id").longValue() == route)
                .map(item -> item.get("kind").stringValue())
                .toList();
    }

    /// The finding, once the routes are known.
    private JsonNode found(long route, String kind) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        Platform.await(
                kind + " is found",
                () -> admin.get("/admin/v1/routes/lint")
                        .is(200)
                        .get("items")
                        .valueStream()
                        .filter(item -> item.get("kind").stringValue().equals(kind))
                        .filter(item -> item.get("routes")
                                .valueStream()
                                .anyMatch(each -> each.get("id").longValue() == route))
                        .peek(found::set)
                        .findFirst()
                        .isPresent());
        return found.get();
    }

    @Test
    void aRouteThatNoNumberFitsIsUnreachable() {
        long account = account();
        long contradictory =
                route(operator("1", "UZS"), "'account_id':%d,'mcc':'436','prefix':'998'".formatted(account));
        JsonNode finding = found(contradictory, "unreachable");
        assertThat(finding.get("severity").stringValue()).isEqualTo("error");
        assertThat(finding.at("/routes/0/name").stringValue())
                .isEqualTo("998 mcc 436 of account " + account + " -> lint" + (count));
        assertThat(kinds(route(operator("1", "UZS"), "'account_id':%d,'mcc':'999'".formatted(account))))
                .doesNotContain("no_price");
    }

    @Test
    void aRouteBehindAnotherOneToTheSameOperatorIsShadowed() {
        long account = account();
        long operator = operator("1", "UZS");
        long wide = route(operator, "'account_id':%d,'prefix':'998','priority':10".formatted(account));
        long narrow = route(operator, "'account_id':%d,'prefix':'99890','priority':20".formatted(account));
        long first = route(operator, "'account_id':%d,'prefix':'99893','priority':1".formatted(account));
        JsonNode finding = found(narrow, "shadowed");
        assertThat(finding.get("severity").stringValue()).isEqualTo("warning");
        assertThat(finding.at("/routes/1/id").longValue()).isEqualTo(wide);
        assertThat(kinds(narrow)).containsExactly("shadowed");
        Platform.await("the last route is known", () -> kinds(first).contains("no_fallback"));
        assertThat(kinds(first)).doesNotContain("shadowed");
        assertThat(kinds(wide)).doesNotContain("shadowed");
    }

    @Test
    void aRouteWithoutAnotherOperatorHasNoFallback() {
        long account = account();
        long alone = route(operator("1", "UZS"), "'account_id':%d,'prefix':'998'".formatted(account));
        found(alone, "no_fallback");
        long second = operator("1", "UZS");
        long other = route(second, "'account_id':%d,'prefix':'998'".formatted(account));
        Platform.await("there is a fallback", () -> !kinds(alone).contains("no_fallback"));
        assertThat(kinds(other)).doesNotContain("no_fallback");
        admin.patch("/admin/v1/operators/" + second, "{'status':'suspended'}").is(200);
        found(alone, "no_fallback");
        assertThat(found(other, "operator_suspended").get("detail").stringValue())
                .endsWith("is suspended, and 1 active route leads to it");
    }

    @Test
    void aPriceIsMissingOrDoesNotCoverTheCost() {
        long account = account();
        long unpriced = route(operator("30", "UZS"), "'account_id':%d,'prefix':'998'".formatted(account));
        assertThat(found(unpriced, "no_price").get("severity").stringValue()).isEqualTo("error");
        price(account, "20");
        JsonNode below = found(unpriced, "below_cost");
        assertThat(below.at("/accounts/0/id").longValue()).isEqualTo(account);
        assertThat(below.get("detail").stringValue()).startsWith("the price does not cover the cost for lint client");
        assertThat(kinds(unpriced)).doesNotContain("no_price");
        admin.patch("/admin/v1/routes/" + unpriced, "{'allow_loss':true}").is(200);
        Platform.await("a loss is allowed", () -> !kinds(unpriced).contains("below_cost"));
        long foreign = route(operator("1", "ZMW"), "'account_id':%d,'prefix':'998'".formatted(account));
        found(foreign, "no_exchange_rate");
    }

    @Test
    void anOperatorWithoutALinkIsDown() {
        long operator = operator("1", "UZS");
        long route = route(operator, "'account_id':%d,'prefix':'998'".formatted(account()));
        assertThat(found(route, "operator_down").get("detail").stringValue()).endsWith("no started link that sends");
        admin.post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'lint','host':'127.0.0.1','port':1,'system_id':'s','password':'p'}"
                                .formatted(operator))
                .is(201);
        Platform.await(
                "it has no session",
                () -> found(route, "operator_down").get("detail").stringValue().endsWith("which has no bound session"));
        admin.patch("/admin/v1/routes/" + route, "{'status':'suspended'}").is(200);
        Platform.await("nobody uses the route", () -> kinds(route).isEmpty());
    }

    @Test
    void aRouteForEveryNumberIsOpenToTheWorld() {
        long route = route(operator("1", "UZS"), "'account_id':%d,'any_destination':true".formatted(account()));
        assertThat(found(route, "world_open").get("severity").stringValue()).isEqualTo("warning");
    }
}
