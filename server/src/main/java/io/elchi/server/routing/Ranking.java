package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.routing.RouteDecision.Candidate;
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
    /// @param comparedMicros its cost in the currency in which costs are compared
    record Option(Candidate candidate, Operator operator, int priority, int weight, Money cost, long comparedMicros) {}

    private static final Comparator<Option> ORDER = Comparator.comparingInt(Option::priority)
            .thenComparingLong(Option::comparedMicros)
            .thenComparing(Comparator.comparingInt(Option::weight).reversed())
            .thenComparingLong(option -> option.operator().id());

    Ranking {
        options = options.stream().sorted(ORDER).toList();
        rejected = List.copyOf(rejected);
    }

    CachedDecision choice() {
        if (options.isEmpty()) {
            return CachedDecision.of(rejected.stream()
                    .map(Rejected::reason)
                    .max(Comparator.naturalOrder())
                    .map(Ranking::decision)
                    .orElse(new NoRoute(Failure.NO_ROUTE)));
        }
        int equals = equals();
        List<Routed> decisions = new ArrayList<>(equals);
        int[] weights = new int[equals];
        for (int first = 0; first < equals; first++) {
            decisions.add(new Routed(startingWith(first)));
            weights[first] = options.get(first).weight();
        }
        return CachedDecision.among(decisions, weights);
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

    private List<Candidate> startingWith(int first) {
        List<Candidate> order = new ArrayList<>(options.size());
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
        if (choice().decide(query.chance(), health) instanceof Routed(List<Candidate> candidates)) {
            for (Candidate candidate : candidates) {
                ranked.add(ranked(ranked.size() + 1, candidate, query, health));
            }
        }
        List<Rejected> all = new ArrayList<>(rejected);
        all.addAll(others);
        return new RouteExplanation(List.copyOf(ranked), List.copyOf(all), ownRoutesOf);
    }

    private RouteExplanation.Ranked ranked(int rank, Candidate candidate, RouteQuery query, OperatorHealth health) {
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
                candidate.submits(query.parts()),
                List.copyOf(prices),
                health.reachable(option.operator().id()));
    }
}
