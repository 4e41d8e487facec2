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
    /// @param costMicros of a submit_sm, to us
    /// @param ownSubmits submit_sm that its links make of the text, where these are not the quoted parts; else 0
    record Candidate(long operatorId, long[] priceMicros, long costMicros, String costCurrency, int ownSubmits) {
        /// The number of submit_sm that its links make of the text.
        ///
        /// @param parts that are quoted to the client
        public int submits(int parts) {
            return ownSubmits == 0 ? parts : ownSubmits;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Candidate(long operator, long[] prices, long cost, String currency, int submits)
                    && operator == operatorId
                    && cost == costMicros
                    && submits == ownSubmits
                    && currency.equals(costCurrency)
                    && Arrays.equals(prices, priceMicros);
        }

        @Override
        public int hashCode() {
            return Objects.hash(operatorId, Arrays.hashCode(priceMicros), costMicros, costCurrency, ownSubmits);
        }
    }
}
