package io.elchi.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.numbers.Network;
import io.elchi.server.observe.Metrics;
import io.elchi.server.tariffs.TariffStore;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The table in memory follows the rows, whoever changes them.
class RouteServiceTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final OperatorStore store =
            new OperatorStore(DATABASE.database().jdbc(), DATABASE.database().transactions());
    private final LinkStore links =
            new LinkStore(DATABASE.database().jdbc(), DATABASE.database().notifications());
    private final RouteVersions versions = new RouteVersions(DATABASE.database().jdbc());
    private final TariffStore tariffs = new TariffStore(
            DATABASE.database().jdbc(),
            DATABASE.database().transactions(),
            new AccountEvents(new MemoryEventLog(), (_, _) -> false, ManualClock.atMidnight(), new Metrics()),
            ManualClock.atMidnight(),
            DATABASE.database().notifications());

    private static void await(RouteService service, Predicate<RouteDecision> wanted) {
        RouteQuery query =
                new RouteQuery(List.of(new Payer(1, "UZS")), new Msisdn(998901234567L), Network.UNKNOWN, "Salom", 1, 0);
        while (!wanted.test(service.decide(query))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aChangeOfAnyRowIsDecidedByAtOnce() throws Exception {
        try (RouteService service = new RouteService(
                store,
                tariffs,
                links,
                versions,
                new OperatorHealth(),
                new RoutingProperties(0),
                io.elchi.server.core.Clock.SYSTEM)) {
            DATABASE.database().notifications().start();
            await(service, RouteDecision.NoRoute.class::isInstance);
            long operator = store.add(
                    new Operator(0, "beeline", null, null, "beeline", true, Money.parse("10", "UZS")), Map.of());
            long route = store.add(new Route(0, 0, operator, null, null, null, 100, 100, true, false, null));
            await(service, RouteDecision.NoPrice.class::isInstance);
            tariffs.add(new TariffStore.Tariff(
                    0, 0, 0, null, null, null, Money.parse("20", "UZS"), java.time.Instant.EPOCH, null, 100));
            await(service, RouteDecision.Routed.class::isInstance);
            DATABASE.execute("UPDATE routing.operators SET status = 'suspended'");
            await(service, RouteDecision.NoRoute.class::isInstance);
            store.setActive(operator, true);
            await(service, RouteDecision.Routed.class::isInstance);
            store.removeRoute(route);
            await(service, RouteDecision.NoRoute.class::isInstance);
        }
        assertThat(store.routes()).isEmpty();
    }

    /// Such a link is not started either; its status shows why.
    @Test
    void settingsOfALinkThatCannotBeUsedKeepNoRouteAway() throws Exception {
        long operator = store.add(new Operator(0, "odd", null, null, "odd", true, Money.parse("10", "UZS")), Map.of());
        long link = links.add(TestLinks.link(0, operator, Map.of()), Map.of());
        DATABASE.execute("UPDATE routing.smpp_links SET options = '{\"text\":{\"split\":\"nonsense\"}}'");
        try (RouteService service = new RouteService(
                store,
                tariffs,
                links,
                versions,
                new OperatorHealth(),
                new RoutingProperties(0),
                io.elchi.server.core.Clock.SYSTEM)) {
            await(service, RouteDecision.NoRoute.class::isInstance);
        } finally {
            links.remove(link);
        }
    }
}
