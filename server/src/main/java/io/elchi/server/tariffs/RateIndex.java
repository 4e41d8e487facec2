package io.elchi.server.tariffs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Rates by owner and prefix: finds the best that fits by looking at the prefixes of one number only.
final class RateIndex {
    private final Map<Long, Map<String, List<Rate>>> byOwner = new HashMap<>();

    /// @param owner what a rate belongs to: its account, or its operator
    RateIndex(Collection<Rate> rates, java.util.function.ToLongFunction<Rate> owner) {
        for (Rate rate : rates) {
            byOwner.computeIfAbsent(owner.applyAsLong(rate), _ -> new HashMap<>())
                    .computeIfAbsent(rate.prefix() == null ? "" : rate.prefix(), _ -> new ArrayList<>(1))
                    .add(rate);
        }
    }

    /// All of them, in any order.
    Stream<Rate> rates() {
        return byOwner.values().stream()
                .flatMap(byPrefix -> byPrefix.values().stream())
                .flatMap(List::stream);
    }

    /// Those of one owner, in any order.
    Stream<Rate> rates(long owner) {
        return byOwner.getOrDefault(owner, Map.of()).values().stream().flatMap(List::stream);
    }

    /// Whether the owner has a rate that is better than another one, and counts for some numbers of the
    /// destination: for an operator, or a network of which the destination says nothing.
    boolean hasBetter(long owner, Destination to, Rate than) {
        Map<String, List<Rate>> rates = byOwner.getOrDefault(owner, Map.of());
        for (int length = 0; length <= to.prefix().length(); length++) {
            for (Rate rate : rates.getOrDefault(to.prefix().substring(0, length), List.of())) {
                if (rate.mayFit(to) && rate.currency().equals(than.currency()) && Rate.BETTER.compare(rate, than) < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The best of two, either of which may be null.
    static Rate better(Rate one, Rate other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Rate.BETTER.compare(one, other) <= 0 ? one : other;
    }

    /// The owner's best rate for a destination whose known prefix is this; null when none fits.
    ///
    /// @param currency in which it must be; null: any
    Rate best(long owner, long operator, Destination to, String currency) {
        Map<String, List<Rate>> rates = byOwner.get(owner);
        if (rates == null) {
            return null;
        }
        Rate best = null;
        for (int length = 0; length <= to.prefix().length(); length++) {
            for (Rate rate : rates.getOrDefault(to.prefix().substring(0, length), List.of())) {
                if (rate.fits(operator, to.mcc(), to.mnc()) && (currency == null || currency.equals(rate.currency()))) {
                    best = better(best, rate);
                }
            }
        }
        return best;
    }
}
