package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The versions of the routes, and the way back to one.
class RouteVersionApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static int count;

    private final Api admin = PLATFORM.admin();
    private final long operator = admin.post(
                    "/admin/v1/operators",
                    "{'name':'version%d','default_cost':{'amount':'1','currency':'UZS'}}".formatted(++count))
            .is(201)
            .get("id")
            .longValue();

    private long route(String prefix) {
        return admin.post("/admin/v1/routes", "{'operator_id':%d,'prefix':'%s'}".formatted(operator, prefix))
                .is(201)
                .get("id")
                .longValue();
    }

    private JsonNode newest() {
        return admin.get("/admin/v1/routes/versions?limit=1").is(200).at("/items/0");
    }

    private long current() {
        return newest().get("version").longValue();
    }

    private Api.Answer restore(long version, long expected) {
        return admin.post("/admin/v1/routes/versions/" + version + "/restore", "{'if_match':%d}".formatted(expected));
    }

    private String routes() {
        return PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri("/admin/v1/routes"))
                        .header("Authorization", "Bearer " + PLATFORM.adminKey())
                        .header("Accept", "text/csv")
                        .GET()
                        .build())
                .body();
    }

    @Test
    void eachChangeIsAVersionThatSaysWhoAndWhat() {
        long before = current();
        HttpRequest request = HttpRequest.newBuilder(PLATFORM.server().uri("/admin/v1/routes"))
                .header("Authorization", "Bearer " + PLATFORM.adminKey())
                .header("X-Reason", "ticket 17")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"operator_id\":%d,\"prefix\":\"998\"}".formatted(operator)))
                .build();
        HttpResponse<String> added = PLATFORM.server().send(request);
        assertThat(added.statusCode()).isEqualTo(201);
        JsonNode newest = newest();
        assertThat(newest.get("version").longValue()).isEqualTo(before + 1);
        assertThat(newest.get("added").intValue()).isEqualTo(1);
        assertThat(newest.at("/actor/account_id").longValue()).isEqualTo(PLATFORM.root());
        assertThat(newest.at("/actor/reason").stringValue()).isEqualTo("ticket 17");
        JsonNode details =
                admin.get("/admin/v1/routes/versions/" + (before + 1)).is(200);
        assertThat(details.at("/changes/0/after/prefix").stringValue()).isEqualTo("998");
        assertThat(details.at("/changes/0/after/operator").stringValue()).isEqualTo("version" + count);
        assertThat(details.at("/changes/0").has("before")).isFalse();
        assertThat(details.get("restoration")).isEmpty();
        long id = details.at("/changes/0/route_id").longValue();
        admin.patch("/admin/v1/routes/" + id, "{'weight':100}").is(200);
        assertThat(current()).as("nothing changed").isEqualTo(before + 1);
        admin.patch("/admin/v1/routes/" + id, "{'weight':7}").is(200);
        assertThat(newest().get("changed").intValue()).isEqualTo(1);
        admin.delete("/admin/v1/routes/" + id).is(204);
        assertThat(newest().get("removed").intValue()).isEqualTo(1);
    }

    /// Routes that were removed, changed and added since.
    @Test
    void anEarlierVersionIsRestoredWithItsIds() {
        long removed = route("99890");
        long changed = route("99891");
        admin.patch("/admin/v1/routes/" + changed, "{'priority':5}").is(200);
        long then = current();
        String file = routes();
        admin.delete("/admin/v1/routes/" + removed).is(204);
        admin.patch("/admin/v1/routes/" + changed, "{'priority':6,'status':'suspended'}")
                .is(200);
        admin.patch("/admin/v1/routes/" + changed, "{'priority':7}").is(200);
        long added = route("99893");
        assertThat(routes()).isNotEqualTo(file);
        assertThat(admin.get("/admin/v1/routes/versions/" + then).is(200).get("restoration"))
                .hasSize(3);
        long now = current();
        restore(then, now - 1).isProblem(412, "precondition_failed", "If-Match");
        long restored = restore(then, now).is(200).get("version").longValue();
        assertThat(restored).isEqualTo(now + 1);
        assertThat(routes()).isEqualTo(file);
        admin.get("/admin/v1/routes/" + added).isProblem(404, "not_found");
        JsonNode newest = newest();
        assertThat(newest.get("restored").longValue()).isEqualTo(then);
        assertThat(newest.get("added").intValue()).isEqualTo(1);
        assertThat(newest.get("changed").intValue()).isEqualTo(1);
        assertThat(newest.get("removed").intValue()).isEqualTo(1);
        // And back again.
        restore(now, restored).is(200);
        admin.get("/admin/v1/routes/" + added).is(200);
        admin.get("/admin/v1/routes/" + removed).isProblem(404, "not_found");
        assertThat(admin.get("/admin/v1/audit?object=routing.routes&object_id=" + removed)
                        .is(200)
                        .get("items"))
                .as("added, removed, added, removed")
                .hasSize(4);
    }

    @Test
    void whatCannotBeRestoredIsRefused() {
        long now = current();
        admin.post("/admin/v1/routes/versions/1/restore", "{}").isProblem(400, "missing_field", "If-Match");
        admin.post("/admin/v1/routes/versions/1/restore", "{'version':1}").isProblem(400, "unknown_field", "version");
        restore(now + 1, now).isProblem(404, "not_found");
        restore(0, now).isProblem(404, "not_found");
        assertThat(restore(now, now).is(200).get("version").longValue()).isEqualTo(now);
        admin.get("/admin/v1/routes/versions/0").isProblem(404, "not_found");
    }

    /// Versions have numbers in the order of their commits, also when several keys change routes at a time.
    @Test
    void changesAtATimeAreVersionsOneAfterTheOther() throws InterruptedException {
        long before = current();
        String file = routes();
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        begin.await();
                        route("99894" + i);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(current()).isEqualTo(before + 8);
        restore(before, before + 8).is(200);
        assertThat(routes()).isEqualTo(file);
    }

    /// The weight of an operator's routes is one change.
    @Test
    void theWeightOfAnOperatorIsOneVersion() {
        route("99895");
        route("99897");
        long before = current();
        admin.patch("/admin/v1/operators/" + operator, "{'weight':3}").is(200);
        assertThat(newest().get("version").longValue()).isEqualTo(before + 1);
        assertThat(newest().get("changed").intValue()).isEqualTo(2);
    }
}
