package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.routing.RouteDecision.NoPrice;
import io.elchi.server.routing.RouteDecision.NoRoute;
import io.elchi.server.routing.RouteDecision.Routed;
import io.elchi.server.routing.RouteExplanation.Rejected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Every operator with a route for one account and one kind of destination: those that may carry a message, in
/// order, and those that may not.
///
/// @param ownRoutesOf the account whose routes these are; 0: the common ones
record Ranking(List<Option> options, List<Rejected> rejected, long ownRoutesOf) {
    /// A candidate with what it is ranked by.
    ///
    /// @param rows those that it follows from
    /// @param ownSubmits submit_sm that its links make of the text, where these are not the quoted parts; else 0
    /// @param comparedMicros the cost of all submit_sm in the currency in which costs are compared
    record Option(
            RouteCandidate candidate,
            StoredDecision.Candidate rows,
            Operator operator,
            int priority,
            int weight,
            int ownSubmits,
            long comparedMicros) {
        int submits(int parts) {
            return ownSubmits == 0 ? parts : ownSubmits;
        }

        Money cost() {
            return new Money(candidate.costCurrency(), candidate.costMicros());
        }
    }

    private static final Comparator<Option> ORDER = Comparator.comparingInt(Option::priority)
            .thenComparingLong(Option::comparedMicros)
            .thenComparing(Comparator.comparingInt(Option::weight).reversed())
            .thenComparingLong(option -> option.operator().id());

    Ranking {
        options = options.stream().sorted(ORDER).toList();
        rejected = List.copyOf(rejected);
    }

    /// @param version of what decides
    CachedDecision choice(long version) {
        if (options.isEmpty()) {
            return CachedDecision.of(rejected.stream()
                    .map(Rejected::reason)
                    .max(Comparator.naturalOrder())
                    .map(Ranking::decision)
                    .orElse(new NoRoute(Failure.NO_ROUTE)));
        }
        byte[] stored = stored(version);
        int equals = equals();
        List<Routed> decisions = new ArrayList<>(equals);
        int[] weights = new int[equals];
        for (int first = 0; first < equals; first++) {
            decisions.add(new Routed(startingWith(first), stored));
            weights[first] = options.get(first).weight();
        }
        return CachedDecision.among(decisions, weights);
    }

    private byte[] stored(long version) {
        return new StoredDecision(
                        version,
                        ownRoutesOf,
                        options.stream().map(Option::rows).toList(),
                        rejected.stream()
                                .map(each -> new StoredDecision.Excluded(each.operatorId(), each.reason()))
                                .toList())
                .octets();
    }

    private static RouteDecision decision(RouteExplanation.Reason reason) {
        return reason.isPriceProblem() ? new NoPrice(reason.failure()) : new NoRoute(reason.failure());
    }

    /// The number of first candidates that differ by weight alone.
    private int equals() {
        int count = 0;
        while (count < options.size()
                && options.get(count).priority() == options.getFirst().priority()
                && options.get(count).comparedMicros() == options.getFirst().comparedMicros()) {
            count++;
        }
        return count;
    }

    private List<RouteCandidate> startingWith(int first) {
        List<RouteCandidate> order = new ArrayList<>(options.size());
        order.add(options.get(first).candidate());
        for (int i = 0; i < options.size(); i++) {
            if (i != first) {
                order.add(options.get(i).candidate());
            }
        }
        return List.copyOf(order);
    }

    /// @param others operators without a route that counts
    RouteExplanation explain(RouteQuery query, OperatorHealth health, List<Rejected> others) {
        List<RouteExplanation.Ranked> ranked = new ArrayList<>();
        if (choice(0).decide(query.chance(), health) instanceof Routed routed) {
            for (RouteCandidate candidate : routed.candidates()) {
                ranked.add(ranked(ranked.size() + 1, candidate, query, health));
            }
        }
        List<Rejected> all = new ArrayList<>(rejected);
        all.addAll(others);
        return new RouteExplanation(List.copyOf(ranked), List.copyOf(all), ownRoutesOf);
    }

    private RouteExplanation.Ranked ranked(
            int rank, RouteCandidate candidate, RouteQuery query, OperatorHealth health) {
        Option option = options.stream()
                .filter(each -> each.candidate() == candidate)
                .findFirst()
                .orElseThrow();
        List<Money> prices = new ArrayList<>();
        for (int level = 0; level < candidate.priceMicros().length; level++) {
            prices.add(new Money(query.payers().get(level).currency(), candidate.priceMicros()[level]));
        }
        return new RouteExplanation.Ranked(
                rank,
                option.operator().id(),
                option.operator().name(),
                option.priority(),
                option.weight(),
                option.cost(),
                option.submits(query.parts()),
                List.copyOf(prices),
                health.reachable(option.operator().id()));
    }
}
