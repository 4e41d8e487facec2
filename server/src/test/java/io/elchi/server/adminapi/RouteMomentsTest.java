package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.Route;
import io.elchi.server.routing.RouteHistory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Decisions by routes and prices that are not those of now.
class RouteMomentsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final String DECISION = "/admin/v1/route/decision";

    private static int count;

    private final Api admin = PLATFORM.admin();
    private final long client = PLATFORM.account("client", PLATFORM.root(), "bank" + ++count);
    private final long operator = operator();

    private long operator() {
        return admin.post(
                        "/admin/v1/operators",
                        "{'name':'moment%d','default_cost':{'amount':'1','currency':'UZS'}}".formatted(++count))
                .is(201)
                .get("id")
                .longValue();
    }

    private long route(long to, int priority) {
        return admin.post(
                        "/admin/v1/routes",
                        "{'operator_id':%d,'account_id':%d,'prefix':'99890','priority':%d}"
                                .formatted(to, client, priority))
                .is(201)
                .get("id")
                .longValue();
    }

    private void price(String amount, String validFrom) {
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'account_id':%d,'price_per_sms':{'amount':'%s','currency':'UZS'},'any_destination':true%s}"
                                .formatted(client, amount, validFrom))
                .is(201);
    }

    private long version() {
        return admin.get("/admin/v1/routes/versions?limit=1")
                .is(200)
                .at("/items/0/version")
                .longValue();
    }

    private String question(String more) {
        return "{'account_id':%d,'to':'+998901234567'%s}".formatted(client, more);
    }

    private JsonNode decide(String more) {
        return admin.post(DECISION, question(more)).is(200);
    }

    private String price(Instant at) {
        return decide(",'at':'%s'".formatted(at))
                .at("/candidates/0/prices/0/price/amount")
                .asString("");
    }

    private static List<Long> operators(JsonNode decision) {
        return decision.get("candidates")
                .valueStream()
                .map(each -> each.get("operator_id").longValue())
                .toList();
    }

    @Test
    void aVersionDecidesByItsRoutes() {
        price("50", "");
        route(operator, 2);
        long first = version();
        long better = operator();
        route(better, 1);
        long second = version();
        Platform.await("it is routed by both", () -> operators(decide("")).size() == 2);
        assertThat(decide("").has("moment")).isFalse();
        JsonNode then = decide(",'version':" + first);
        assertThat(operators(then)).containsExactly(operator);
        assertThat(then.at("/moment/version").longValue()).isEqualTo(first);
        assertThat(operators(decide(",'version':" + second))).containsExactly(better, operator);
        admin.post(DECISION, question(",'version':999999999")).isProblem(400, "invalid_field", "version");
    }

    @Test
    void aTimeHasItsRoutesAndPrices() {
        String before = Instant.now().toString();
        route(operator, 1);
        price("50", "");
        // The table has microseconds.
        Instant next = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
        price("70", ",'valid_from':'%s'".formatted(next));
        Platform.await("it is routed", () -> operators(decide("")).size() == 1);
        Platform.await("the next price is known", () -> price(next).equals("70.000000"));
        assertThat(price(next.minusSeconds(1))).isEqualTo("50.000000");
        assertThat(decide(",'at':'%s'".formatted(before)).get("decision").stringValue())
                .isEqualTo("no_route");
        admin.post(DECISION, question(",'at':'2001-01-01T00:00:00Z'")).isProblem(400, "invalid_field", "at");
        admin.post(DECISION, question(",'at':'yesterday'")).isProblem(400, "invalid_field", "at");
    }

    @Test
    void aDraftShowsWhatItWouldChange() {
        price("50", "");
        route(operator, 2);
        long better = operator();
        long route = route(better, 1);
        Platform.await("it is routed by both", () -> operators(decide("")).size() == 2);
        People people = new People(PLATFORM);
        Browser author =
                people.signedIn(PLATFORM.root(), "noc@elchi.example", "noc").because("ticket 9");
        long draft =
                author.delete("/admin/v1/routes/" + route).is(202).get("id").longValue();
        assertThat(operators(decide(",'draft':" + draft))).containsExactly(operator);
        assertThat(operators(decide(""))).containsExactly(better, operator);
        long restore = author.post(
                        "/admin/v1/routes/versions/" + (version() - 1) + "/restore",
                        "{'if_match':%d}".formatted(version()))
                .is(202)
                .get("id")
                .longValue();
        assertThat(operators(decide(",'draft':" + restore))).containsExactly(operator);
        String csv =
                "id,account_id,operator,mcc,mnc,prefix,priority,weight,status,allow_loss\\n,%d,%s,,,99890,1,100,active,false";
        long file = author.post(
                        "/admin/v1/routes/import",
                        ("{'preview':false,'if_match':%d,'csv':'" + csv + "'}")
                                .formatted(version(), client, "moment" + (count - 1)))
                .is(202)
                .get("id")
                .longValue();
        assertThat(operators(decide(",'draft':" + file))).hasSize(1);
        long link = admin.post(
                        "/admin/v1/smpp-links",
                        "{'operator_id':%d,'name':'moment','host':'127.0.0.1','port':2775,'system_id':'e','password':'p','status':'stopped'}"
                                .formatted(operator))
                .is(201)
                .get("id")
                .longValue();
        long other =
                author.delete("/admin/v1/smpp-links/" + link).is(202).get("id").longValue();
        admin.post(DECISION, question(",'draft':" + other)).isProblem(400, "invalid_field", "draft");
        admin.post(DECISION, question(",'draft':%d,'version':1".formatted(draft)))
                .isProblem(400, "invalid_field", "version");
        admin.post(DECISION, question(",'draft':99999999")).isProblem(404, "not_found");
    }

    /// Against copies that were made when each version was the current one.
    @Test
    void everyVersionHasTheRoutesThatItHad() {
        RouteHistory history = PLATFORM.server().part(RouteHistory.class);
        OperatorStore store = PLATFORM.server().part(OperatorStore.class);
        Random random = new Random(17);
        List<Long> routes = new ArrayList<>();
        Map<Long, List<Route>> copies = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            int what = random.nextInt(3);
            if (what == 0 || routes.isEmpty()) {
                routes.add(route(operator, random.nextInt(5)));
            } else if (what == 1) {
                long changed = routes.get(random.nextInt(routes.size()));
                admin.patch("/admin/v1/routes/" + changed, "{'weight':%d}".formatted(random.nextInt(1_000)))
                        .is(200);
            } else {
                long removed = routes.remove(random.nextInt(routes.size()));
                assertThat(admin.delete("/admin/v1/routes/" + removed).status()).isEqualTo(204);
            }
            copies.put(history.current(), store.routes());
        }
        copies.forEach((version, copy) -> assertThat(history.routes(version))
                .as("version %s", version)
                .containsExactlyInAnyOrderElementsOf(copy));
        assertThat(history.versionAt(Instant.now()).getAsLong()).isEqualTo(history.current());
    }
}
