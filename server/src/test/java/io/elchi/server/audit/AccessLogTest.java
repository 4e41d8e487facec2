package io.elchi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccessLogTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static List<JsonNode> entries(String operation) {
        return PLATFORM.admin()
                .get("/admin/v1/audit?object="
                        + operation.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D"))
                .is(200)
                .get("items")
                .valueStream()
                .map(item -> item.get("entry"))
                .toList();
    }

    @Test
    void whatAKeyMayNotIsRecordedTenTimesAMinute() {
        Api key = PLATFORM.as(PLATFORM.key(PLATFORM.root(), "'role:support'"));
        Api other = PLATFORM.as(PLATFORM.key(PLATFORM.root(), "'role:support'"));
        Metrics metrics = PLATFORM.server().part(Metrics.class);
        double before = metrics.count(Metric.ACCESS_NOT_RECORDED, "limit").total();
        for (int i = 0; i < 12; i++) {
            key.get("/admin/v1/exchange-rates").isProblem(403, "scope_missing");
        }
        other.get("/admin/v1/exchange-rates").isProblem(403, "scope_missing");
        List<JsonNode> entries = entries("GET /admin/v1/exchange-rates");
        assertThat(entries).hasSize(11);
        assertThat(metrics.count(Metric.ACCESS_NOT_RECORDED, "limit").total() - before)
                .isEqualTo(2);
        JsonNode entry = entries.getLast();
        assertThat(entry.get("action").stringValue()).isEqualTo("refused");
        assertThat(entry.at("/after/why").stringValue()).isEqualTo("needs costs:read");
        assertThat(entry.at("/actor/kind").stringValue()).isEqualTo("key");
        assertThat(entry.at("/actor/correlation_id").isString()).isTrue();
        // Nobody is known here.
        PLATFORM.server().ask("GET", "/admin/v1/exchange-rates", null, null);
        assertThat(entries("GET /admin/v1/exchange-rates")).hasSize(11);
    }

    @Test
    void whatAPersonMayNotIsRecorded() {
        Browser noc = new People(PLATFORM).signedIn(PLATFORM.root(), "noc@elchi.example", "noc");
        noc.delete("/admin/v1/operator-costs/1").isProblem(403, "scope_missing");
        JsonNode entry = entries("DELETE /admin/v1/operator-costs/{id}").getFirst();
        assertThat(entry.at("/actor/kind").stringValue()).isEqualTo("user");
        assertThat(entry.at("/actor/session").isString()).isTrue();
        // What a controller finds out.
        long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        Api sales = PLATFORM.as(PLATFORM.key(PLATFORM.root(), "'role:sales'"));
        sales.post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'n','currency':'UZS','credit_limit':{'amount':'1','currency':'UZS'}}"
                                .formatted(PLATFORM.root()))
                .isProblem(403, "scope_missing");
        assertThat(entries("POST /admin/v1/accounts")
                        .getFirst()
                        .at("/after/why")
                        .stringValue())
                .isEqualTo("credit_limit needs credit:write");
        // What is there but of others is no refusal.
        noc.get("/admin/v1/accounts/" + bank).is(200);
    }

    @Test
    void anExportIsRecordedOnceAMinute() {
        PLATFORM.server().part(AuditChain.class).extend();
        for (int i = 0; i < 3; i++) {
            PLATFORM.admin().get("/admin/v1/audit/chain?limit=5").is(200);
        }
        List<JsonNode> entries = entries("GET /admin/v1/audit/chain");
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().get("action").stringValue()).isEqualTo("read");
        assertThat(entries.getFirst().at("/after/path").stringValue()).isEqualTo("/admin/v1/audit/chain?limit=5");
        PLATFORM.server().part(AuditChain.class).extend();
        assertThat(PLATFORM.admin().get("/admin/v1/audit/verification").is(200).get("faults"))
                .isEmpty();
    }

    @Test
    void noNumberOfCallersLetsItGrow() {
        AtomicLong now = new AtomicLong();
        MinuteQuota<Integer> quota = new MinuteQuota<>(2, false, now::get);
        for (int key = 0; key < MinuteQuota.MOST_KEYS; key++) {
            assertThat(quota.take(key)).isTrue();
        }
        assertThat(quota.take(-1)).isFalse();
        assertThat(quota.take(0)).isTrue();
        assertThat(quota.take(0)).isFalse();
        now.addAndGet(60_000_000_000L);
        assertThat(quota.take(0)).isTrue();
        assertThat(quota.take(-1)).isTrue();
    }
}
