package io.elchi.server.inbound;

import io.elchi.server.core.Money;
import io.elchi.server.core.Payer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All prices and costs of messages from handsets at one moment, by the number that a message was sent to.
///
/// Of the prices that fit, the account's own goes before a common one; then one with the number, then one with the
/// operator, go before those for any.
final class InboundPriceBook {
    private static final Comparator<InboundPrice> PRECEDENCE = Comparator.comparing(
                    (InboundPrice price) -> price.accountId() == 0)
            .thenComparing(price -> price.number() == null)
            .thenComparing(price -> price.operatorId() == 0)
            .thenComparing(InboundPrice::id);

    static final InboundPriceBook EMPTY = new InboundPriceBook(List.of(), List.of());

    /// By number; null: those for any. Each list is in the order of precedence.
    private final Map<String, List<InboundPrice>> prices = new HashMap<>();
    private final Map<String, List<InboundCost>> costs = new HashMap<>();

    InboundPriceBook(List<InboundPrice> allPrices, List<InboundCost> allCosts) {
        allPrices.stream()
                .sorted(PRECEDENCE)
                .forEach(price -> prices.computeIfAbsent(price.number(), _ -> new ArrayList<>(1))
                        .add(price));
        allCosts.forEach(cost ->
                costs.computeIfAbsent(cost.number(), _ -> new ArrayList<>(1)).add(cost));
    }

    /// Whether a message to this number may cost somebody something.
    boolean hasPrice(String number) {
        return !prices.isEmpty() && (prices.containsKey(number) || prices.containsKey(null));
    }

    /// What one payer pays; null: there is no price, and it pays nothing.
    Money price(Payer payer, InboundMessage message) {
        InboundPrice exact = first(prices.get(message.to()), payer, message.operatorId());
        InboundPrice any = first(prices.get(null), payer, message.operatorId());
        InboundPrice best = exact == null || any != null && PRECEDENCE.compare(any, exact) < 0 ? any : exact;
        return best == null ? null : best.of(message.parts());
    }

    private static InboundPrice first(List<InboundPrice> sorted, Payer payer, long operator) {
        if (sorted != null) {
            for (InboundPrice each : sorted) {
                if ((each.accountId() == 0 || each.accountId() == payer.account())
                        && (each.operatorId() == 0 || each.operatorId() == operator)
                        && each.price().currency().equals(payer.currency())) {
                    return each;
                }
            }
        }
        return null;
    }

    /// What the operator gets for the parts that came; null: no cost is known.
    ///
    /// @param number that the handset wrote to
    Money cost(String number, InboundMessage message) {
        if (costs.isEmpty()) {
            return null;
        }
        InboundCost exact = ofOperator(costs.get(number), message.operatorId());
        InboundCost best = exact == null ? ofOperator(costs.get(null), message.operatorId()) : exact;
        return best == null ? null : best.of(message.partsReceived());
    }

    private static InboundCost ofOperator(List<InboundCost> some, long operator) {
        if (some != null) {
            for (InboundCost each : some) {
                if (each.operatorId() == operator) {
                    return each;
                }
            }
        }
        return null;
    }
}
