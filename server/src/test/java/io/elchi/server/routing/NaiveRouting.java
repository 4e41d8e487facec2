package io.elchi.server.routing;

import io.elchi.server.core.Money;
import io.elchi.server.core.Payer;
import io.elchi.server.routing.RouteExplanation.Reason;
import io.elchi.server.tariffs.TariffStore.Cost;
import io.elchi.server.tariffs.TariffStore.Tariff;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The rules of routing as a sentence each, without any index: for every message it goes through every row.
record NaiveRouting(
        List<Operator> operators,
        List<Route> routes,
        List<LinkSettings> links,
        List<Tariff> tariffs,
        List<Cost> costs,
        Map<String, BigDecimal> exchange,
        int margin,
        Instant now) {
    /// One that may carry the message.
    record Way(
            long operator,
            int priority,
            BigDecimal compared,
            int weight,
            List<Long> prices,
            Money cost,
            int submits,
            StoredDecision.Candidate rows) {}

    record Answer(List<Way> ways, Map<Long, Reason> rejected, long owner) {}

    Answer answer(RouteQuery query) {
        long owner = query.payers().stream()
                .map(Payer::account)
                .filter(account ->
                        routes.stream().anyMatch(route -> route.accountId() == account && fits(route, query)))
                .findFirst()
                .orElse(0L);
        List<Way> ways = new ArrayList<>();
        Map<Long, Reason> rejected = new TreeMap<>();
        for (Operator operator : operators) {
            routes.stream()
                    .filter(route -> route.accountId() == owner && route.operatorId() == operator.id())
                    .filter(route -> fits(route, query))
                    .min(Comparator.comparing((Route route) -> !route.active())
                            .thenComparing(Route::priority)
                            .thenComparing(Route::id))
                    .ifPresentOrElse(
                            route -> judge(operator, route, query, ways, rejected),
                            () -> rejected.put(operator.id(), owner == 0 ? Reason.NO_ROUTE : Reason.NO_OWN_ROUTE));
        }
        ways.sort(Comparator.comparing(Way::priority)
                .thenComparing(Way::compared)
                .thenComparing(way -> -way.weight)
                .thenComparing(Way::operator));
        return new Answer(ways, rejected, owner);
    }

    private void judge(Operator operator, Route route, RouteQuery query, List<Way> ways, Map<Long, Reason> rejected) {
        if (!operator.active() || !route.active()) {
            rejected.put(operator.id(), operator.active() ? Reason.ROUTE_SUSPENDED : Reason.OPERATOR_SUSPENDED);
            return;
        }
        List<Long> prices = new ArrayList<>();
        List<Long> tariffIds = new ArrayList<>();
        for (Payer payer : query.payers()) {
            Tariff price = best(fitting(payer, operator.id(), query));
            if (price == null) {
                rejected.put(operator.id(), Reason.NO_PRICE);
                return;
            }
            prices.add(price.price().micros());
            tariffIds.add(price.id());
        }
        Optional<Cost> own = cost(operator, query);
        Money cost = own.map(Cost::cost).orElse(operator.defaultCost());
        int submits = submits(operator, query);
        BigDecimal compared = compared(cost, query.payers().getLast().currency());
        compared = compared == null ? null : compared.multiply(BigDecimal.valueOf(submits));
        if (compared == null) {
            rejected.put(operator.id(), Reason.NO_EXCHANGE_RATE);
        } else if (!route.allowLoss() && isBelow(prices.getLast() * query.parts(), compared)) {
            rejected.put(operator.id(), Reason.BELOW_COST);
        } else {
            StoredDecision.Candidate rows = new StoredDecision.Candidate(
                    operator.id(), route.id(), own.map(Cost::id).orElse(0L), tariffIds);
            ways.add(new Way(operator.id(), route.priority(), compared, route.weight(), prices, cost, submits, rows));
        }
    }

    private int submits(Operator operator, RouteQuery query) {
        List<LinkSettings> sending = links.stream()
                .filter(link -> link.operatorId() == operator.id() && link.bindAs() != LinkSettings.BindAs.RECEIVER)
                .toList();
        boolean started = sending.stream().anyMatch(LinkSettings::started);
        return sending.stream()
                .filter(link -> link.started() == started)
                .mapToInt(link -> LinkSegmenter.of(link.options().text()).count(query.text()))
                .max()
                .orElse(query.parts());
    }

    private boolean isBelow(long price, BigDecimal compared) {
        BigDecimal wanted = compared.multiply(BigDecimal.valueOf(100 + margin)).movePointLeft(2);
        return BigDecimal.valueOf(price).compareTo(wanted) < 0;
    }

    private static boolean fits(Route route, RouteQuery query) {
        return (route.tag() == null || route.tag().equals(query.tag()))
                && fits(route.mcc(), route.mnc(), route.prefix(), query);
    }

    private static boolean fits(String mcc, String mnc, String prefix, RouteQuery query) {
        return (mcc == null || mcc.equals(query.network().mcc()))
                && (mnc == null || mnc.equals(query.network().mnc()))
                && (prefix == null || query.to().digits().startsWith(prefix));
    }

    private List<Tariff> fitting(Payer payer, long operator, RouteQuery query) {
        return tariffs.stream()
                .filter(each -> each.accountId() == 0 || each.accountId() == payer.account())
                .filter(each -> each.operatorId() == 0 || each.operatorId() == operator)
                .filter(each -> each.price().currency().equals(payer.currency()))
                .filter(each -> fits(each.mcc(), each.mnc(), each.prefix(), query))
                .filter(each -> isValid(each.validFrom(), each.validTo()))
                .toList();
    }

    private boolean isValid(Instant from, Instant to) {
        return !now.isBefore(from) && (to == null || now.isBefore(to));
    }

    private static Tariff best(List<Tariff> fitting) {
        return fitting.stream()
                .min(Comparator.comparing(Tariff::priority)
                        .thenComparing(each -> each.accountId() == 0)
                        .thenComparing(moreSpecial(Tariff::prefix, Tariff::mnc, Tariff::mcc))
                        .thenComparing(each -> each.operatorId() == 0)
                        .thenComparing(Tariff::validFrom, Comparator.reverseOrder())
                        .thenComparing(Tariff::id, Comparator.reverseOrder()))
                .orElse(null);
    }

    private static <T> Comparator<T> moreSpecial(
            Function<T, String> prefix, Function<T, String> mnc, Function<T, String> mcc) {
        return Comparator.<T, Integer>comparing(each ->
                        prefix.apply(each) == null ? 0 : -prefix.apply(each).length())
                .thenComparing(each -> mnc.apply(each) == null)
                .thenComparing(each -> mcc.apply(each) == null);
    }

    private Optional<Cost> cost(Operator operator, RouteQuery query) {
        return costs.stream()
                .filter(each -> each.operatorId() == operator.id())
                .filter(each -> fits(each.mcc(), each.mnc(), each.prefix(), query))
                .filter(each -> isValid(each.validFrom(), each.validTo()))
                .min(Comparator.comparing(Cost::priority)
                        .thenComparing(moreSpecial(Cost::prefix, Cost::mnc, Cost::mcc))
                        .thenComparing(Cost::validFrom, Comparator.reverseOrder())
                        .thenComparing(Cost::id, Comparator.reverseOrder()));
    }

    private BigDecimal compared(Money cost, String currency) {
        BigDecimal micros = BigDecimal.valueOf(cost.micros());
        if (cost.currency().equals(currency)) {
            return micros;
        }
        BigDecimal there = exchange.get(cost.currency() + currency);
        BigDecimal back = exchange.get(currency + cost.currency());
        return there != null
                ? micros.multiply(there).setScale(0, RoundingMode.CEILING)
                : back == null ? null : micros.divide(back, 0, RoundingMode.CEILING);
    }
}
