package io.elchi.server.routing;

import io.elchi.server.core.RouteCandidate;
import io.elchi.server.routing.RouteDecision.Routed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A cached decision for one account and one kind of destination. Immutable; deciding allocates nothing while
/// every candidate can be reached. There may be hundreds of thousands: it holds nothing that is not needed to
/// decide, and equal ones are shared.
final class CachedDecision {
    /// The decision when nothing is left to chance.
    private final RouteDecision only;
    /// For each of the equals at the top, the order in which it is first; null when nothing is left to chance.
    private final RouteDecision[] decisions;
    private final int[] weightUpTo;

    private CachedDecision(RouteDecision only, RouteDecision[] decisions, int[] weightUpTo) {
        this.only = only;
        this.decisions = decisions;
        this.weightUpTo = weightUpTo;
    }

    static CachedDecision of(RouteDecision decision) {
        return new CachedDecision(decision, null, null);
    }

    /// @param decisions at least one, each with another first candidate
    /// @param weights of these candidates, not negative
    static CachedDecision among(List<Routed> decisions, int[] weights) {
        int[] upTo = new int[weights.length];
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            upTo[i] = sum;
        }
        return decisions.size() == 1 || sum == 0
                ? of(decisions.getFirst())
                : new CachedDecision(decisions.getFirst(), decisions.toArray(RouteDecision[]::new), upTo);
    }

    RouteDecision decide(long chance, OperatorHealth health) {
        RouteDecision decision = decisions == null ? only : drawn(chance);
        return health.allReachable() || !(decision instanceof Routed routed)
                ? decision
                : reachableFirst(routed, health);
    }

    private RouteDecision drawn(long chance) {
        // The low bits of an id are as random as any, its top two are fixed.
        int drawn = (int) ((chance & Long.MAX_VALUE >>> 2) % weightUpTo[weightUpTo.length - 1]);
        int first = 0;
        while (drawn >= weightUpTo[first]) {
            first++;
        }
        return decisions[first];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CachedDecision choice
                && only.equals(choice.only)
                && Arrays.equals(decisions, choice.decisions)
                && Arrays.equals(weightUpTo, choice.weightUpTo);
    }

    @Override
    public int hashCode() {
        return 31 * only.hashCode() + Arrays.hashCode(weightUpTo);
    }

    private static Routed reachableFirst(Routed routed, OperatorHealth health) {
        List<RouteCandidate> candidates = routed.candidates();
        if (inOrder(candidates, health)) {
            return routed;
        }
        List<RouteCandidate> order = new ArrayList<>(candidates.size());
        List<RouteCandidate> last = new ArrayList<>(1);
        for (RouteCandidate candidate : candidates) {
            (health.reachable(candidate.operatorId()) ? order : last).add(candidate);
        }
        order.addAll(last);
        return new Routed(List.copyOf(order), routed.stored());
    }

    /// Whether nobody that can be reached stands behind one that cannot.
    private static boolean inOrder(List<RouteCandidate> candidates, OperatorHealth health) {
        boolean reachable = true;
        for (int i = 0; i < candidates.size(); i++) {
            boolean next = health.reachable(candidates.get(i).operatorId());
            if (next && !reachable) {
                return false;
            }
            reachable = next;
        }
        return true;
    }
}
