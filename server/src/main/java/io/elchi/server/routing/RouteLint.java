package io.elchi.server.routing;

import io.elchi.server.core.Payer;
import io.elchi.server.routing.RouteFinding.Mistake;
import io.elchi.server.routing.RouteFinding.NamedAccount;
import io.elchi.server.routing.RouteFinding.NamedRoute;
import io.elchi.server.tariffs.Destination;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks for mistakes in the routes of one moment. Suspended routes are left out, since nobody uses them.
///
/// Prices are compared at samples: the prefixes of networks that a route fits, a limited number of each route.
/// What it does not find may still be wrong for some number; `POST /admin/v1/route/decision` looks at one.
final class RouteLint {
    /// Of one route.
    private static final int MOST_SAMPLES = 50;
    /// Of one answer.
    private static final int MOST_DECISIONS = 200_000;
    /// Of one answer.
    private static final int MOST_FINDINGS = 500;
    /// Routes and accounts of one finding.
    private static final int MOST_NAMED = 20;

    private final RouteTable table;
    private final Map<Long, Operator> operators = new TreeMap<>();
    private final Collection<LinkSettings> links;
    private final List<Route> routes;
    private final OperatorHealth health;
    private final LintScope scope;
    private final List<RouteFinding> findings = new ArrayList<>();
    private int decisions;
    private boolean cut;

    RouteLint(
            RouteTable table,
            Collection<Operator> operators,
            List<Route> routes,
            Collection<LinkSettings> links,
            OperatorHealth health,
            LintScope scope) {
        this.table = table;
        operators.forEach(operator -> this.operators.put(operator.id(), operator));
        this.routes = routes.stream()
                .filter(route -> route.active() && this.operators.containsKey(route.operatorId()))
                .toList();
        this.links = links;
        this.health = health;
        this.scope = scope;
    }

    LintReport report() {
        for (Operator operator : operators.values()) {
            lookAt(operator);
        }
        for (Route route : routes) {
            lookAt(route);
        }
        return new LintReport(List.copyOf(findings), routes.size(), !cut && scope.complete());
    }

    private void lookAt(Operator operator) {
        List<Route> leading = routes.stream()
                .filter(route -> route.operatorId() == operator.id())
                .toList();
        if (leading.isEmpty()) {
            return;
        }
        String count = leading.size() == 1 ? "1 active route leads" : leading.size() + " active routes lead";
        if (!operator.active()) {
            add(
                    Mistake.OPERATOR_SUSPENDED,
                    leading,
                    List.of(),
                    operator.name() + " is suspended, and " + count + " to it");
        } else if (links.stream().noneMatch(link -> isSending(link, operator))) {
            add(
                    Mistake.OPERATOR_DOWN,
                    leading,
                    List.of(),
                    count + " to " + operator.name() + ", which has no started link that sends");
        } else if (!health.reachable(operator.id())) {
            add(
                    Mistake.OPERATOR_DOWN,
                    leading,
                    List.of(),
                    count + " to " + operator.name() + ", which has no bound session");
        }
    }

    private static boolean isSending(LinkSettings link, Operator operator) {
        return link.operatorId() == operator.id() && link.started() && link.bindAs() != LinkSettings.BindAs.RECEIVER;
    }

    private void lookAt(Route route) {
        List<Destination> samples = samples(route);
        if (samples.isEmpty()) {
            add(Mistake.UNREACHABLE, route, "no known network has numbers with its mcc, mnc and prefix");
            return;
        }
        if (isForAll(route)) {
            add(
                    Mistake.WORLD_OPEN,
                    route,
                    "it carries messages to every country"
                            + (route.allowLoss() ? ", even where the price is below the cost" : ""));
        }
        List<Route> same = table.of(route.tag())
                .fitting(
                        route.accountId(),
                        new Destination(route.prefix() == null ? "" : route.prefix(), route.mcc(), route.mnc()));
        Route instead = same.stream()
                .filter(other -> other.id() != route.id()
                        && other.operatorId() == route.operatorId()
                        && RouteTable.better(other, route))
                .findFirst()
                .orElse(null);
        if (instead != null) {
            add(
                    Mistake.SHADOWED,
                    List.of(route, instead),
                    List.of(),
                    "route " + instead.id() + " counts instead: it fits the same numbers, and is tried earlier");
            return;
        }
        if (operators.get(route.operatorId()).active()) {
            lookForFallback(route, same);
            lookAtPrices(route, samples);
        }
    }

    private static boolean isForAll(Route route) {
        return route.mcc() == null && route.prefix() == null;
    }

    private void lookForFallback(Route route, List<Route> same) {
        boolean alone = same.stream()
                .noneMatch(other -> other.operatorId() != route.operatorId()
                        && other.active()
                        && operators.get(other.operatorId()).active());
        if (alone) {
            add(Mistake.NO_FALLBACK, route, "no other operator has an active route for all of its numbers");
        }
    }

    /// A route for all numbers has countries without a price: that it is one is said already.
    private void lookAtPrices(Route route, List<Destination> samples) {
        Map<RouteExplanation.Reason, Map<Long, LintScope.LintAccount>> wrong = new LinkedHashMap<>();
        boolean used = false;
        boolean priced = false;
        for (LintScope.LintAccount account : isForAll(route) ? List.<LintScope.LintAccount>of() : scope.accounts()) {
            if (!isOf(route, account.payers())) {
                continue;
            }
            for (Destination to : samples) {
                if (++decisions > MOST_DECISIONS) {
                    cut = true;
                    return;
                }
                if (table.of(route.tag()).counts(route, account.payers(), to)) {
                    used = true;
                    RouteExplanation.Reason reason = table.violation(route, account.payers(), to);
                    priced |= reason != RouteExplanation.Reason.NO_PRICE;
                    if (reason != null) {
                        wrong.computeIfAbsent(reason, _ -> new LinkedHashMap<>())
                                .put(account.id(), account);
                    }
                }
            }
        }
        if (used && !priced) {
            add(Mistake.NO_PRICE, route, "nobody whose messages it may carry has a price");
        }
        add(
                Mistake.BELOW_COST,
                route,
                wrong.get(RouteExplanation.Reason.BELOW_COST),
                "the price does not cover the cost");
        add(
                Mistake.NO_EXCHANGE_RATE,
                route,
                wrong.get(RouteExplanation.Reason.NO_EXCHANGE_RATE),
                "the cost cannot be compared with the price: there is no exchange rate");
    }

    private static boolean isOf(Route route, List<Payer> payers) {
        return route.accountId() == 0 || payers.stream().anyMatch(payer -> payer.account() == route.accountId());
    }

    /// Destinations that a route fits.
    private List<Destination> samples(Route route) {
        if (isForAll(route)) {
            return List.of(new Destination("", null, null));
        }
        List<Destination> samples = new ArrayList<>();
        for (LintScope.LintNetwork network : scope.networks()) {
            if (!route.fits(network.mcc(), network.mnc())) {
                continue;
            }
            for (String prefix : network.prefixes()) {
                String own = route.prefix() == null ? "" : route.prefix();
                if (samples.size() < MOST_SAMPLES && (own.startsWith(prefix) || prefix.startsWith(own))) {
                    String longer = own.length() > prefix.length() ? own : prefix;
                    samples.add(new Destination(longer, network.mcc(), network.mnc()));
                }
            }
        }
        // Numbers of a prefix may be of no known network.
        if (samples.isEmpty() && route.mcc() == null) {
            samples.add(new Destination(route.prefix(), null, null));
        }
        return samples;
    }

    private void add(Mistake kind, Route route, Map<Long, LintScope.LintAccount> accounts, String detail) {
        if (accounts != null) {
            List<NamedAccount> named = accounts.values().stream()
                    .limit(MOST_NAMED)
                    .map(each -> new NamedAccount(each.id(), each.name()))
                    .toList();
            String whose = " for " + named.getFirst().name()
                    + (accounts.size() > 1 ? " and " + (accounts.size() - 1) + " more" : "");
            add(kind, List.of(route), named, detail + whose);
        }
    }

    private void add(Mistake kind, Route route, String detail) {
        add(kind, List.of(route), List.of(), detail);
    }

    private void add(Mistake kind, List<Route> about, List<NamedAccount> accounts, String detail) {
        if (findings.size() == MOST_FINDINGS) {
            cut = true;
            return;
        }
        Operator operator = operators.get(about.getFirst().operatorId());
        List<NamedRoute> named = about.stream()
                .limit(MOST_NAMED)
                .map(route -> new NamedRoute(route.id(), name(route)))
                .toList();
        findings.add(new RouteFinding(
                kind.text(), kind.severity(), named, operator.id(), operator.name(), accounts, detail));
    }

    private String name(Route route) {
        String to = Stream.of(
                        route.prefix(),
                        route.mcc() == null ? null : "mcc " + route.mcc(),
                        route.mnc() == null ? null : "mnc " + route.mnc(),
                        route.tag() == null ? null : "tag " + route.tag())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        String whose = route.accountId() == 0 ? "" : " of account " + route.accountId();
        return (to.isEmpty() ? "all numbers" : to) + whose + " -> "
                + operators.get(route.operatorId()).name();
    }
}
