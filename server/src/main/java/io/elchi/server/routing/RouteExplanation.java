package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import java.util.Arrays;
import java.util.List;

/// The explanation of a route decision: every operator, with its rank or the reason for its exclusion.
///
/// @param ranked those that may carry it, best first
/// @param rejected those that may not
/// @param ownRoutesOf the account whose routes were used; 0: the common ones
public record RouteExplanation(List<Ranked> ranked, List<Rejected> rejected, long ownRoutesOf) {
    /// Whether, with nobody that may carry it, somebody could if there were a price.
    public boolean lacksPrice() {
        return rejected.stream().anyMatch(each -> each.reason().isPriceProblem());
    }

    /// @param rank from 1
    /// @param cost of a submit_sm
    /// @param submits submit_sm that its links make of the text
    /// @param prices of a part, for each payer
    /// @param reachable whether one of its links is bound
    public record Ranked(
            int rank,
            long operatorId,
            String operator,
            int priority,
            int weight,
            Money cost,
            int submits,
            List<Money> prices,
            boolean reachable) {}

    public record Rejected(long operatorId, String operator, Reason reason) {}

    /// The reason for the exclusion of an operator.
    public enum Reason {
        NO_ROUTE(1, Failure.NO_ROUTE, "no route to it fits the number"),
        NO_OWN_ROUTE(
                2,
                Failure.NO_ROUTE,
                "the account or a reseller above it has routes of its own for the number, and none to this operator"),
        OPERATOR_SUSPENDED(3, Failure.ROUTE_SUSPENDED, "the operator is suspended"),
        ROUTE_SUSPENDED(4, Failure.ROUTE_SUSPENDED, "the route is suspended"),
        NO_PRICE(5, Failure.NO_PRICE, "somebody who pays has no price for it"),
        NO_EXCHANGE_RATE(6, Failure.NO_EXCHANGE_RATE, "the cost cannot be compared: no exchange rate"),
        BELOW_COST(7, Failure.PRICE_BELOW_COST, "the price does not cover the cost");

        private final int number;
        private final Failure failure;
        private final String text;

        /// @param number in stored decisions; never used for another reason
        Reason(int number, Failure failure, String text) {
            this.number = number;
            this.failure = failure;
            this.text = text;
        }

        int number() {
            return number;
        }

        /// null: there is none with this number.
        static Reason of(int number) {
            return Arrays.stream(values())
                    .filter(reason -> reason.number == number)
                    .findFirst()
                    .orElse(null);
        }

        /// What the client is told when nobody can be used. Of several reasons the last constant counts: the least
        /// is missing.
        Failure failure() {
            return failure;
        }

        boolean isPriceProblem() {
            return this == NO_PRICE || this == BELOW_COST || this == NO_EXCHANGE_RATE;
        }

        public String text() {
            return text;
        }
    }
}
