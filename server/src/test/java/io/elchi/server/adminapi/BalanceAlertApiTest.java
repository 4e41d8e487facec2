package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.BalanceAlerts;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.events.Subscriptions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BalanceAlertApiTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();
    private final BalanceAlerts alerts = PLATFORM.server().part(BalanceAlerts.class);
    private final long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
    private int payments;

    private void pay(String amount) {
        admin.post(
                        "/admin/v1/accounts/" + bank + "/adjustments",
                        "{'amount':{'amount':'%s','currency':'UZS'},'reference':'r%d','note':'n'}"
                                .formatted(amount, ++payments))
                .is(201);
    }

    private JsonNode low(String amount) {
        return admin.patch(
                        "/admin/v1/accounts/" + bank,
                        "{'balance_low':{'amount':'%s','currency':'UZS'}}".formatted(amount))
                .is(200);
    }

    private List<LoggedEvent> events() {
        return PLATFORM.server()
                .part(EventLog.class)
                .readOf(bank, 0, Long.MAX_VALUE, 100)
                .events();
    }

    /// The server's own job may run between these steps: it must not matter.
    @Test
    void anAccountIsToldOnceUntilTheBalanceWasAbove() throws InterruptedException {
        Api client = PLATFORM.as(PLATFORM.key(bank, "'sms:read'"));
        client.get("/v1/events?types=balance.low").is(200);
        Subscriptions wanted = PLATFORM.server().part(Subscriptions.class);
        Platform.await("it is subscribed", () -> wanted.wants(bank, EventType.BALANCE_LOW));
        pay("150");
        assertThat(low("100").at("/balance_low/amount").stringValue()).isEqualTo("100.000000");
        alerts.run();
        assertThat(events()).isEmpty();
        pay("-50.5");
        Thread other = Thread.ofVirtual().start(alerts::run);
        alerts.run();
        other.join();
        alerts.run();
        assertThat(events()).hasSize(1);
        JsonNode data = JsonMapper.shared().readTree(events().getFirst().data());
        assertThat(data.at("/available/amount").stringValue()).isEqualTo("99.500000");
        assertThat(data.at("/balance_low/amount").stringValue()).isEqualTo("100.000000");
        pay("1");
        alerts.run();
        pay("-1");
        alerts.run();
        assertThat(events()).as("below again").hasSize(2);
        low("100");
        alerts.run();
        assertThat(events()).as("the same threshold").hasSize(2);
        low("99.75");
        alerts.run();
        assertThat(events()).as("another threshold").hasSize(3);
        assertThat(admin.patch("/admin/v1/accounts/" + bank, "{'balance_low':null}")
                        .is(200)
                        .has("balance_low"))
                .isFalse();
        pay("-10");
        alerts.run();
        assertThat(events()).hasSize(3);
    }

    @Test
    void aChangeWhoseThresholdFailsChangesNothing() throws SQLException {
        PLATFORM.server()
                .database()
                .execute("ALTER TABLE billing.balance_alerts ADD CONSTRAINT no_13 CHECK (low <> 13)");
        String path = "/admin/v1/accounts/" + bank;
        Api.Answer answer = admin.patch(path, "{'name':'new','balance_low':{'amount':'13','currency':'UZS'}}");
        PLATFORM.server().database().execute("ALTER TABLE billing.balance_alerts DROP CONSTRAINT no_13");
        assertThat(answer.status()).isNotEqualTo(200);
        assertThat(admin.get(path).is(200).get("name").stringValue()).isEqualTo("bank");
        JsonNode changed = admin.patch(path, "{'name':'new','balance_low':{'amount':'13','currency':'UZS'}}")
                .is(200);
        assertThat(changed.get("name").stringValue()).isEqualTo("new");
        assertThat(changed.at("/balance_low/amount").stringValue()).isEqualTo("13.000000");
    }

    @Test
    void aThresholdThatCannotBeIsRefused() {
        String path = "/admin/v1/accounts/" + bank;
        admin.patch(path, "{'balance_low':{'amount':'1','currency':'USD'}}")
                .isProblem(400, "invalid_field", "balance_low.currency");
        admin.patch(path, "{'balance_low':{'amount':'0','currency':'UZS'}}")
                .isProblem(400, "invalid_field", "balance_low.amount");
        admin.patch("/admin/v1/accounts/999999", "{'balance_low':{'amount':'1','currency':'UZS'}}")
                .isProblem(404, "not_found");
        assertThat(admin.get(path).is(200).has("balance_low")).isFalse();
    }
}
