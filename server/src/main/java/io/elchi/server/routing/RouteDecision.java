package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.RouteCandidate;
import java.util.Arrays;
import java.util.List;

/// The candidates of a message, in order, with prices and costs.
public sealed interface RouteDecision {
    /// @param candidates at least one, best first
    /// @param stored the rows that it follows from: see [StoredDecision]; not to be changed
    record Routed(List<RouteCandidate> candidates, byte[] stored) implements RouteDecision {
        @Override
        public boolean equals(Object other) {
            return other instanceof Routed(List<RouteCandidate> all, byte[] rows)
                    && all.equals(candidates)
                    && Arrays.equals(rows, stored);
        }

        @Override
        public int hashCode() {
            return 31 * candidates.hashCode() + Arrays.hashCode(stored);
        }
    }

    /// The decision for a test message: no rows decide.
    static Routed test(String currency) {
        return new Routed(List.of(RouteCandidate.test(currency)), new byte[0]);
    }

    /// No operator is configured for it, or none that is active.
    ///
    /// @param failure what the client is told
    record NoRoute(Failure failure) implements RouteDecision {}

    /// Operators there are, but no price for one of those who pay, or none that covers its cost.
    ///
    /// @param failure what the client is told
    record NoPrice(Failure failure) implements RouteDecision {}
}
