package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.TestServer;
import io.elchi.server.http.ManagementPort;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final List<String> TABLES = List.of(
            "messages.messages",
            "messages.unfinished",
            "messages.events",
            "messages.refusals",
            "billing.account_balances",
            "billing.account_transactions",
            "limits.idempotency_keys",
            "accounts.accounts",
            "events.log");

    private static int rows(TestServer server, String table) {
        return server.database()
                .database()
                .jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Integer.class)
                .single();
    }

    @Test
    void itsMessagesAreAcceptedAndNothingOfThemStays() {
        try (TestServer server = TestServer.start(Map.of("intake.warm_up", "1s"))) {
            WarmUp.Done done = server.part(WarmUp.class)
                    .run(server.part(ManagementPort.class).port());
            assertThat(done.messages()).isPositive();
            assertThat(done.requests()).isPositive();
            server.part(RefusalLog.class).flush();
            assertThat(TABLES)
                    .allSatisfy(table -> assertThat(rows(server, table)).isZero());
            Metrics metrics = server.part(Metrics.class);
            assertThat(metrics.totals(Metric.ACCEPTED)).isEmpty();
            assertThat(metrics.totals(Metric.REFUSED)).isEmpty();
        }
    }
}
