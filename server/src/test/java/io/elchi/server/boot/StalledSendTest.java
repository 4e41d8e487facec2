package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The transactions of the message path are watched: another session has the balances.
class StalledSendTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of("database.stall_after", "50ms"));

    @Test
    void anAcceptanceThatWaitsForALockIsCounted() throws Exception {
        DemoData data = new DemoData(SERVER.server());
        DemoData.Keys keys = data.make();
        data.connect(Map.of("beeline", 1));
        data.awaitKey(keys.bank());
        Metrics metrics = SERVER.part(Metrics.class);
        Callable<HttpResponse<String>> send = () -> SERVER.ask(
                "POST",
                "/v1/sms/send",
                keys.bank().reveal(),
                "{\"to\":\"+998901234567\",\"from\":\"DemoBank\",\"text\":\"x\"}");
        FutureTask<HttpResponse<String>> answer = new FutureTask<>(send);
        try (Connection other = SERVER.database().database().dedicated("report", Duration.ofSeconds(30));
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE billing.account_balances IN EXCLUSIVE MODE");
            Thread.ofVirtual().start(answer);
            Platform.await(
                    "the stall is counted",
                    () -> metrics.totals(Metric.DB_STALLS).getOrDefault(List.of("acceptance", "lock"), 0.0) > 0);
            other.rollback();
        }
        assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(202);
    }
}
