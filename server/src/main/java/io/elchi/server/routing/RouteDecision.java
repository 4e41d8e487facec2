package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The candidates of a message, in order, with prices and costs.
public sealed interface RouteDecision {
    /// @param candidates at least one, best first
    record Routed(List<Candidate> candidates) implements RouteDecision {}

    /// No operator is configured for it, or none that is active.
    ///
    /// @param failure what the client is told
    record NoRoute(Failure failure) implements RouteDecision {}

    /// Operators there are, but no price for one of those who pay, or none that covers its cost.
    ///
    /// @param failure what the client is told
    record NoPrice(Failure failure) implements RouteDecision {}

    /// One operator that may carry it.
    ///
    /// @param priceMicros of a part, for each payer, in its currency; not to be changed
    /// @param costMicros of a part, to us
    record Candidate(long operatorId, long[] priceMicros, long costMicros, String costCurrency) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Candidate(long operator, long[] prices, long cost, String currency)
                    && operator == operatorId
                    && cost == costMicros
                    && currency.equals(costCurrency)
                    && Arrays.equals(prices, priceMicros);
        }

        @Override
        public int hashCode() {
            return Objects.hash(operatorId, Arrays.hashCode(priceMicros), costMicros, costCurrency);
        }
    }
}
