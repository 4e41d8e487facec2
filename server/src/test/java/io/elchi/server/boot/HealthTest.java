package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.http.FastResponse;
import io.elchi.server.observe.Health;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HealthTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    private static JsonNode ready(String key, int status) {
        HttpResponse<String> answer = SERVER.manage("GET", "/health/ready", key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void aServerSaysWhatItStandsOn() throws Exception {
        assertThat(SERVER.ask("GET", "/health/live", null, null).body()).isEqualTo("{\"status\":\"up\"}");
        while (!ready(null, 200).at("/checks/recovery/status").asString().equals("up")) {
            Thread.onSpinWait();
        }
        JsonNode checks = ready(null, 200).get("checks");
        assertThat(checks.propertyNames())
                .containsExactly("server", "database", "links", "message path", "processes", "recovery", "snapshots");
        assertThat(checks.at("/server/detail").asString()).isEqualTo("started");
        assertThat(checks.at("/database/detail").asString()).isEqualTo("connected");
        assertThat(checks.at("/links/detail").asString()).matches("0 of [01] sessions are bound");
    }

    /// Whoever has no key sees no operator's name, host or trouble.
    @Test
    void linksAreCountedForAllAndNamedForAdministrators() throws Exception {
        DemoData data = new DemoData(SERVER.server());
        DemoData.Keys keys = data.make();
        data.connect(Map.of("beeline", 1));
        data.awaitKey(keys.admin());
        data.awaitKey(keys.bank());
        while (!ready(null, 200).at("/checks/links/detail").asString().equals("0 of 1 sessions are bound")) {
            Thread.onSpinWait();
        }
        assertThat(ready(null, 200).get("status").asString()).isEqualTo("degraded");
        assertThat(ready(null, 200).toString()).doesNotContain("beeline").doesNotContain("127.0.0.1");
        assertThat(ready(keys.bank().reveal(), 200).toString()).doesNotContain("beeline");
        assertThat(ready("elchi_nonsense", 200).toString()).doesNotContain("beeline");
        assertThat(ready(keys.admin().reveal(), 200)
                        .at("/checks/links/inside/0")
                        .asString())
                .startsWith("beeline: 0 of 1 since ");
    }

    @Test
    void theWholeIsAsItsWorstPart() {
        Health health = new Health();
        health.ready("fine", () -> Health.Status.up("fine"));
        assertThat(health.readiness().level()).isEqualTo(Health.Level.DOWN);
        health.started();
        assertThat(health.readiness().level()).isEqualTo(Health.Level.UP);
        health.ready("so so", () -> Health.Status.degraded("so so").withInside(List.of("a line")));
        assertThat(health.readiness().level()).isEqualTo(Health.Level.DEGRADED);
        health.ready("broken", () -> {
            throw new IllegalStateException("jdbc:postgresql://secret@host");
        });
        assertThat(health.readiness().level()).isEqualTo(Health.Level.DOWN);
        assertThat(health.readiness().checks().get("broken").detail()).isEqualTo("the check failed");
    }

    /// What died does not come back by itself: liveness tells whoever can start the process anew.
    @Test
    void aThreadThatDiedIsNamed() {
        Health health = new Health();
        health.watch("fine", () -> true);
        assertThat(health.dead()).isEmpty();
        health.watch("tracking", () -> false);
        assertThat(health.dead()).containsExactly("tracking");
        FastResponse answer = live(health);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("tracking");
        health.stopping();
        assertThat(live(health).status()).isEqualTo(200);
    }

    private static FastResponse live(Health health) {
        try {
            return ObserveHandlers.live(health).handle(null);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Each of them is a thread, or several, of the message path.
    @Test
    void livenessWatchesTheMessagePath() {
        assertThat(SERVER.part(Health.class).watched())
                .containsExactly(
                        "callbacks",
                        "http",
                        "intake",
                        "jobs",
                        "leases",
                        "links",
                        "notifications",
                        "tracking",
                        "webhooks");
    }

    @Test
    void aServerThatStopsIsNotReady() {
        Health health = new Health();
        health.started();
        health.stopping();
        assertThat(health.readiness().level()).isEqualTo(Health.Level.DOWN);
    }

    @Test
    void anotherMethodIsToldWhichOneThereIs() {
        HttpResponse<String> answer = SERVER.manage("DELETE", "/health/ready", null);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(SERVER.ask("GET", "/v1/sms/send", null, null).headers().firstValue("Allow"))
                .contains("POST");
    }
}
