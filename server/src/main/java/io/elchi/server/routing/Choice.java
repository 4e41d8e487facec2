package io.elchi.server.routing;

import io.elchi.server.core.Money;
import io.elchi.server.routing.RouteDecision.Candidate;
import io.elchi.server.routing.RouteExplanation.Rejected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The candidates of one account and one kind of destination, worked out once. Immutable; deciding among them allocates
/// nothing while all of them can be reached.
final class Choice {
    /// A candidate with what it is ranked by.
    ///
    /// @param comparedMicros its cost in the currency in which costs are compared
    record Option(Candidate candidate, Operator operator, int priority, int weight, Money cost, long comparedMicros) {}

    private static final Comparator<Option> ORDER = Comparator.comparingInt(Option::priority)
            .thenComparingLong(Option::comparedMicros)
            .thenComparing(Comparator.comparingInt(Option::weight).reversed())
            .thenComparingLong(option -> option.operator().id());

    private final List<Option> options;
    private final List<Rejected> rejected;
    private final long ownRoutesOf;
    /// For each of the equals at the top, the order in which it is first.
    private final RouteDecision[] decisions;
    private final int[] weightUpTo;

    Choice(List<Option> found, List<Rejected> rejected, long ownRoutesOf) {
        options = found.stream().sorted(ORDER).toList();
        this.rejected = List.copyOf(rejected);
        this.ownRoutesOf = ownRoutesOf;
        int equals = equals();
        decisions = new RouteDecision[equals];
        weightUpTo = new int[equals];
        int sum = 0;
        for (int first = 0; first < equals; first++) {
            sum += options.get(first).weight();
            weightUpTo[first] = sum;
            decisions[first] = new RouteDecision.Routed(startingWith(first));
        }
    }

    /// How many at the top differ by weight alone.
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

    RouteDecision decide(long chance, OperatorHealth health) {
        if (decisions.length == 0) {
            return rejected.stream().anyMatch(each -> each.reason().isPriceProblem())
                    ? new RouteDecision.NoPrice()
                    : new RouteDecision.NoRoute();
        }
        RouteDecision decision = decisions[first(chance)];
        return health.allReachable() ? decision : reachableFirst((RouteDecision.Routed) decision, health);
    }

    private int first(long chance) {
        int total = weightUpTo[weightUpTo.length - 1];
        if (weightUpTo.length == 1 || total == 0) {
            return 0;
        }
        // The low bits of an id are as random as any, its top two are fixed.
        int drawn = (int) ((chance & Long.MAX_VALUE >>> 2) % total);
        int first = 0;
        while (drawn >= weightUpTo[first]) {
            first++;
        }
        return first;
    }

    private static RouteDecision reachableFirst(RouteDecision.Routed routed, OperatorHealth health) {
        List<Candidate> order = new ArrayList<>(routed.candidates().size());
        List<Candidate> last = new ArrayList<>(1);
        for (Candidate candidate : routed.candidates()) {
            (health.reachable(candidate.operatorId()) ? order : last).add(candidate);
        }
        if (last.isEmpty()) {
            return routed;
        }
        order.addAll(last);
        return new RouteDecision.Routed(List.copyOf(order));
    }

    RouteExplanation explain(RouteQuery query, OperatorHealth health) {
        List<RouteExplanation.Ranked> ranked = new ArrayList<>();
        if (decide(query.chance(), health) instanceof RouteDecision.Routed(List<Candidate> candidates)) {
            for (Candidate candidate : candidates) {
                ranked.add(ranked(ranked.size() + 1, candidate, query, health));
            }
        }
        return new RouteExplanation(List.copyOf(ranked), rejected, ownRoutesOf);
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
                List.copyOf(prices),
                health.reachable(option.operator().id()));
    }
}
