package io.elchi.server.routing;

import io.elchi.server.config.ConfigException;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Payer;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.tariffs.PartPrice;
import io.elchi.server.tariffs.PriceArea;
import io.elchi.server.tariffs.PriceBook;
import io.elchi.server.tariffs.TariffStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the table of routes up to date, and decides by it.
public final class RouteService implements Routing, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteService.class);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    /// Of a table that is not stored.
    private static final long NO_VERSION = 0;

    private final OperatorStore store;
    private final TariffStore tariffs;
    private final Links links;
    private final RouteVersions versions;
    private final OperatorHealth health;
    private final RoutingProperties properties;
    private final Clock clock;
    private final OtherTables past = new OtherTables();
    private final Thread timer;
    private volatile Snapshot snapshot;
    private volatile Instant nextChange = Instant.MAX;

    /// A table with the rows that it was made of.
    private record Snapshot(
            RouteTable table, List<Operator> operators, List<Route> routes, List<LinkSettings> sending) {
        boolean setsTlv(int tag) {
            return sending.stream()
                    .flatMap(link -> link.options().submit().fixedTlvs().stream())
                    .anyMatch(tlv -> tlv.tag() == tag);
        }
    }

    public RouteService(
            OperatorStore store,
            TariffStore tariffs,
            Links links,
            RouteVersions versions,
            OperatorHealth health,
            RoutingProperties properties,
            Clock clock) {
        this.store = store;
        this.tariffs = tariffs;
        this.links = links;
        this.versions = versions;
        this.health = health;
        this.properties = properties;
        this.clock = clock;
        reload();
        // Operators and routes, too.
        links.onChange(this::reload);
        tariffs.onChange(this::reload);
        timer = Thread.ofVirtual().name("route-timer").start(this::reloadInTime);
    }

    private synchronized void reload() {
        PriceBook book = tariffs.book();
        List<Route> routes = store.routes();
        List<Operator> operators = store.operators();
        List<LinkSettings> sending = sendingLinks();
        int margin = properties.minimumMarginPercent();
        long version = versions.of(RouteVersions.digest(operators, routes, sending, book, margin));
        RouteTable table = new RouteTable(operators, routes, sending, book, margin, version);
        snapshot = new Snapshot(table, operators, routes, sending);
        nextChange = book.nextChange();
    }

    /// Settings of a link that cannot be used must not keep messages of other links from their routes.
    private List<LinkSettings> sendingLinks() {
        try {
            return links.all();
        } catch (ConfigException e) {
            LOG.error("the links' settings cannot be used; costs are those of the quoted parts", e);
            return List.of();
        }
    }

    /// Prices begin and end by the clock, too.
    private void reloadInTime() {
        try {
            while (true) {
                Duration until = Duration.between(clock.now(), nextChange);
                Thread.sleep(
                        until.compareTo(LONGEST_SLEEP) > 0
                                ? LONGEST_SLEEP
                                : until.isNegative() ? Duration.ZERO : until);
                if (!clock.now().isBefore(nextChange)) {
                    reloadOrLog();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reloadOrLog() throws InterruptedException {
        try {
            reload();
        } catch (RuntimeException e) {
            LOG.error("prices changed and cannot be read", e);
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    @Override
    public RouteDecision decide(RouteQuery query) {
        return snapshot.table.decide(query, health);
    }

    /// Reads the settings of all links: few messages have TLVs.
    @Override
    public boolean setsTlv(int tag) {
        return snapshot.setsTlv(tag);
    }

    /// The explanation of the current decision for a message.
    public RouteExplanation explain(RouteQuery query) {
        return snapshot.table.explain(query, health);
    }

    /// The decision for a message by other routes, and by the prices and costs of another time. Operators, links and
    /// exchange rates are those of now.
    public RouteExplanation explain(RouteQuery query, List<Route> routes, Instant at) {
        return past.make(routes, at).explain(query, health);
    }

    /// Likewise, as it is made and stored.
    public RouteDecision decide(RouteQuery query, List<Route> routes, Instant at) {
        return past.make(routes, at).decide(query, health);
    }

    /// Makes tables that nobody keeps: one at a time, since each needs as much memory as the current one.
    private final class OtherTables {
        synchronized RouteTable make(List<Route> routes, Instant at) {
            Snapshot now = snapshot;
            int margin = properties.minimumMarginPercent();
            return new RouteTable(now.operators, routes, now.sending, tariffs.book(at), margin, NO_VERSION);
        }
    }

    /// What the first payer pays for a part to a number.
    ///
    /// @throws io.elchi.server.core.RefusedException when a message is refused for its route or its price
    public List<PartPrice> prices(RouteQuery query) {
        return snapshot.table.prices(query, health);
    }

    /// What an account pays for a part to the destinations of an area; one more than `most` when there are more.
    public List<PartPrice> prices(Payer payer, PriceArea area, int most) {
        return snapshot.table.prices(payer, area, most);
    }

    /// The name of an operator, or of what stands for one in test messages; null: it is not known.
    public String operatorName(long id) {
        return id == RouteCandidate.TEST_OPERATOR ? "test" : snapshot.table.operatorName(id);
    }

    /// Looks for mistakes in the current routes.
    public LintReport lint(LintScope scope) {
        Snapshot now = snapshot;
        return new RouteLint(now.table, now.operators, now.routes, now.sending, health, scope).report();
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
