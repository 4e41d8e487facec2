package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.ShardSessions;
import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The sessions of all links, of this process and of others.
class BindApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @AutoClose
    private static Simulator simulator;

    private static int count;

    private final Api admin = PLATFORM.admin();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
    }

    private long operator() {
        return admin.post(
                        "/admin/v1/operators",
                        "{'name':'binds%d','default_cost':{'amount':'30','currency':'UZS'}}".formatted(++count))
                .is(201)
                .get("id")
                .longValue();
    }

    private long link(long operator, String more) {
        String body =
                "{'operator_id':%d,'name':'binds%d','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'secret'%s}"
                        .formatted(operator, ++count, simulator.ports().get("beeline"), more);
        return admin.post("/admin/v1/smpp-links", body).is(201).get("id").longValue();
    }

    private JsonNode binds(long link) {
        return admin.get("/admin/v1/binds")
                .is(200)
                .get("items")
                .valueStream()
                .filter(each -> each.get("link_id").longValue() == link)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachSessionOfALinkIsListedWhileItIsBound() {
        long link = link(operator(), ",'sessions':2,'send_window':7");
        Platform.await(
                "two sessions are bound", () -> binds(link).get("sessions").size() == 2);
        JsonNode binds = binds(link);
        assertThat(binds.get("operator").stringValue()).startsWith("binds");
        assertThat(binds.get("wanted").intValue()).isEqualTo(2);
        assertThat(binds.get("process").stringValue())
                .isEqualTo(PLATFORM.server().part(Database.class).processId().toString());
        assertThat(binds.at("/sessions/0/n").intValue()).isEqualTo(1);
        assertThat(binds.at("/sessions/1/n").intValue()).isEqualTo(2);
        assertThat(binds.at("/sessions/0/state").stringValue()).isEqualTo("bound_trx");
        assertThat(binds.at("/sessions/0/send_window").intValue()).isEqualTo(7);
        assertThat(binds.at("/sessions/0/in_flight").intValue()).isZero();
        admin.patch("/admin/v1/smpp-links/" + link, "{'status':'stopped'}").is(200);
        Platform.await("no session is bound", () -> binds(link).get("sessions").isEmpty());
        assertThat(binds(link).get("status").stringValue()).isEqualTo("stopped");
    }

    /// The other session stays, and so does the one that follows.
    @Test
    void aSessionIsBoundAnew() {
        long link = link(operator(), ",'sessions':2");
        Platform.await(
                "two sessions are bound", () -> binds(link).get("sessions").size() == 2);
        JsonNode before = binds(link).get("sessions");
        String path = "/admin/v1/smpp-links/" + link + "/sessions/";
        admin.post(path + "3/rebind", null).isProblem(404, "not_found");
        admin.post(path + "1/rebind", null).is(204);
        Platform.await("another session is bound", () -> {
            JsonNode now = binds(link).get("sessions");
            return now.size() == 2 && !now.at("/0/since").equals(before.at("/0/since"));
        });
        assertThat(binds(link).at("/sessions/1/since")).isEqualTo(before.at("/1/since"));
        assertThat(admin.get("/admin/v1/audit?object=routing.session_rebinds&object_id=" + link + "/1")
                        .is(200)
                        .get("items"))
                .hasSize(1);
        admin.post("/admin/v1/smpp-links/999999/sessions/1/rebind", null).isProblem(404, "not_found");
    }

    /// What another process says; when it is not heard of, nothing.
    @Test
    void theSessionsOfAnotherProcessAreListed() {
        long operator = operator();
        long link = link(operator, ",'status':'stopped'");
        UUID process = UUID.randomUUID();
        ShardSessions other =
                new ShardSessions(PLATFORM.server().part(Database.class).jdbc(), process);
        LinkSessions.LinkSession session = new LinkSessions.LinkSession(
                3, "bound_tx", Instant.parse("2026-11-24T10:15:31Z"), 4, 50, 900, 12.34, 900L, 1L, 40.0);
        // Its epoch is later than that of this process, which has the shard, too.
        other.write(
                ShardId.of(operator),
                Long.MAX_VALUE,
                List.of(new LinkSessions(link, operator, 2, "connection refused", List.of(session), "rate_limit")));
        JsonNode binds = binds(link);
        assertThat(binds.get("limited_by").stringValue()).isEqualTo("rate_limit");
        assertThat(binds.at("/sessions/0/response_ms").decimalValue()).isEqualByComparingTo("40");
        assertThat(binds.at("/sessions/0/ceiling_per_second").decimalValue()).isEqualByComparingTo("1250");
        assertThat(binds.get("process").stringValue()).isEqualTo(process.toString());
        assertThat(binds.get("problem").stringValue()).isEqualTo("connection refused");
        assertThat(binds.at("/sessions/0/n").intValue()).isEqualTo(3);
        assertThat(binds.at("/sessions/0/per_second").decimalValue()).isEqualByComparingTo("12.3");
        assertThat(binds.at("/sessions/0/since").stringValue()).isEqualTo("2026-11-24T10:15:31Z");
        PLATFORM.server()
                .part(Database.class)
                .jdbc()
                .sql("UPDATE routing.shard_sessions SET at = at - INTERVAL '16 s' WHERE process = ?")
                .param(process)
                .update();
        assertThat(binds(link).get("sessions")).isEmpty();
        assertThat(binds(link).has("process")).isFalse();
    }
}
