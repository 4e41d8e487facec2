package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountStore;
import io.elchi.server.messages.Figures;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a fresh demo has to show, without operators.
@Timeout(120)
class DemoWorldTest {
    @AutoClose
    private final TestServer server = TestServer.start(Map.of("identity.staff_second_factor", "false"));

    private final DemoData data = new DemoData(server.server());
    private final DemoData.Keys keys = data.make();

    private DemoWorld world(int perMinute) throws Exception {
        data.awaitKey(keys.second());
        data.awaitKey(keys.bank());
        return new DemoWorld(server.server(), server.uri("").toString(), keys.second(), perMinute);
    }

    private long account(String name) {
        return server.part(AccountStore.class).list().stream()
                .filter(account -> account.name().equals(name))
                .map(Account::id)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode items(String path) {
        return JsonMapper.shared()
                .readTree(server.ask("GET", path, keys.admin().reveal(), null).body())
                .get("items");
    }

    private static Figures.FigureFilter between(Instant from, Instant to, long account, long operator) {
        return new Figures.FigureFilter(from, to, account, operator, null, null, null, null, null);
    }

    @Test
    void aMonthOfFiguresRefusalsAFailingWebhookAndAPaymentThatWaits() throws Exception {
        try (DemoWorld world = world(0)) {
            world.make(keys);
            world.start();
        }
        Figures figures = server.part(Figures.class);
        figures.fold();
        Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);
        List<Figures.Figure> days = figures.series(
                        between(now.minus(Duration.ofDays(29)), now, account("Demo Bank"), 0),
                        null,
                        Figures.Interval.DAY,
                        java.time.ZoneId.of("Asia/Tashkent"),
                        1_000)
                .orElseThrow();
        assertThat(days).hasSizeBetween(29, 30).allMatch(day -> day.accepted() > 100);
        assertThat(days).allMatch(day -> day.accepted() == day.endedInAll());
        Map<String, Long> operators = server.part(OperatorStore.class).operators().stream()
                .collect(Collectors.toMap(Operator::name, Operator::id));
        assertThat(share(figures, now, operators.get("beeline"))).isGreaterThan(0.9);
        assertThat(share(figures, now, operators.get("perfectum"))).isBetween(0.5, 0.8);

        assertThat(items("/admin/v1/refusals?limit=50")
                        .valueStream()
                        .map(each -> each.get("code").stringValue()))
                .contains("sender_not_allowed", "invalid_destination");
        JsonNode drafts = items("/admin/v1/drafts?list=open");
        assertThat(drafts).hasSize(1);
        assertThat(drafts.get(0).at("/request/path").stringValue()).contains("topups");
        assertThat(server.ask("GET", "/v1/webhooks", keys.second().reveal(), null)
                        .body())
                .contains("hooks.orient.invalid");
    }

    private static double share(Figures figures, Instant now, long operator) {
        Figures.Figure all = figures.totals(between(now.minus(Duration.ofDays(29)), now, 0, operator), null, 10)
                .orElseThrow()
                .getFirst();
        return all.ended().get("delivered") / (double) all.endedInAll();
    }

    @Test
    void theSecondBankSendsUntilTheDemoEnds() throws Exception {
        try (DemoWorld world = world(6_000)) {
            world.start();
            io.elchi.server.contract.Platform.await(
                    "messages of the second bank",
                    () -> !items("/admin/v1/messages?account_id=" + account(DemoData.SECOND_BANK))
                            .isEmpty());
        }
    }
}
