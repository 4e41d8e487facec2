package io.elchi.server.routing;

import java.util.List;
import java.util.Locale;

/// Something about the routes that is likely a mistake.
///
/// @param kind see [Mistake], in small letters
/// @param severity `error`: messages are refused or lost money with; `warning`: look at it
/// @param routes the first of those that it is about
/// @param operatorId null: it is about no single operator
/// @param accounts the first of those whose messages it is about; empty: of everybody's
/// @param detail a sentence
public record RouteFinding(
        String kind,
        String severity,
        List<NamedRoute> routes,
        Long operatorId,
        String operator,
        List<NamedAccount> accounts,
        String detail) {
    /// @param name its destination and its operator
    public record NamedRoute(long id, String name) {}

    public record NamedAccount(long id, String name) {}

    /// What is wrong.
    public enum Mistake {
        /// No number fits it.
        UNREACHABLE(true),
        /// Another route to the same operator always counts instead.
        SHADOWED(false),
        /// No other operator has a route for the same numbers.
        NO_FALLBACK(false),
        /// The price of an account does not cover the cost.
        BELOW_COST(true),
        /// Nobody who uses it has a price.
        NO_PRICE(true),
        /// Its cost cannot be compared with a price.
        NO_EXCHANGE_RATE(true),
        /// The operator has no bound session, or no link that could have one.
        OPERATOR_DOWN(true),
        /// The operator is suspended, and active routes lead to it.
        OPERATOR_SUSPENDED(false),
        /// It fits every number of every country.
        WORLD_OPEN(false);

        private final boolean error;

        Mistake(boolean error) {
            this.error = error;
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        String severity() {
            return error ? "error" : "warning";
        }
    }
}
