package io.elchi.server.messages;

import io.elchi.server.core.Money;
import io.elchi.server.core.RouteCandidate;
import java.util.List;

/// The cost of a message: each operator gets its cost for each submit_sm that it accepted, which may be more than
/// the parts that the client pays for.
///
/// @param micros in the currency; what operators get in other ones is in `byOperator` alone
/// @param currency of the last operator that took some of it
/// @param submits submit_sm that operators took, copies included
/// @param byOperator `operator:submit_sm:cost` with commas, `7:2:60UZS,8:1:0.02EUR`; null unless several took some
public record CarriedCost(long micros, String currency, int submits, String byOperator) {
    /// @param taken submit_sm that each candidate's operator took
    /// @param turn the candidate that has its turn, for a message that none took
    static CarriedCost of(List<RouteCandidate> candidates, int[] taken, int turn) {
        int last = turn;
        int operators = 0;
        int submits = 0;
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] > 0) {
                operators++;
                submits += taken[i];
                last = taken[turn] > 0 ? turn : i;
            }
        }
        String currency = candidates.get(last).costCurrency();
        long micros = 0;
        StringBuilder each = new StringBuilder();
        for (int i = 0; i < taken.length; i++) {
            RouteCandidate candidate = candidates.get(i);
            if (taken[i] > 0) {
                long cost = Math.multiplyExact(candidate.costMicros(), (long) taken[i]);
                micros += candidate.costCurrency().equals(currency) ? cost : 0;
                each.append(each.isEmpty() ? "" : ",")
                        .append(text(candidate.operatorId(), taken[i], cost, candidate.costCurrency()));
            }
        }
        return new CarriedCost(micros, currency, submits, operators > 1 ? each.toString() : null);
    }

    /// `7:2:60UZS`: the operator, its submit_sm, and what it gets for them.
    public static String text(long operatorId, int submits, long micros, String currency) {
        return operatorId + ":" + submits + ":"
                + Money.decimal(micros).stripTrailingZeros().toPlainString() + currency;
    }
}
