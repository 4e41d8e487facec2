package io.elchi.server.tariffs;

import io.elchi.server.core.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All prices of an account that are valid at one time, or the common ones, and what another list would change.
///
/// @param tag equal for equal rows: who replaces the list names it
public record PriceList(List<TariffStore.Tariff> prices, String tag) {
    private static final Comparator<TariffStore.Tariff> LATER =
            Comparator.comparing(TariffStore.Tariff::validFrom).thenComparing(TariffStore.Tariff::id);

    /// What makes two rows prices of the same thing.
    private record Key(long operatorId, String mcc, String mnc, String prefix, String currency, int priority) {
        static Key of(TariffStore.Tariff price) {
            return new Key(
                    price.operatorId(),
                    price.mcc(),
                    price.mnc(),
                    price.prefix(),
                    price.price().currency(),
                    price.priority());
        }
    }

    /// A row of a list that is wanted.
    public record WantedPrice(long operatorId, String mcc, String mnc, String prefix, Money price, int priority) {
        private Key key() {
            return new Key(operatorId, mcc, mnc, prefix, price.currency(), priority);
        }
    }

    /// A price that differs.
    ///
    /// @param before null: there was none
    /// @param after null: there will be none
    public record PriceDifference(TariffStore.Tariff before, WantedPrice after) {}

    /// What a list changes.
    ///
    /// @param ended ids of rows that end
    /// @param differences what is removed first, then what is changed, then what is added
    public record PriceListChange(
            List<Long> ended, List<WantedPrice> begun, int unchanged, List<PriceDifference> differences) {
        public int count(boolean hasBefore, boolean hasAfter) {
            return (int) differences.stream()
                    .filter(each -> (each.before != null) == hasBefore && (each.after != null) == hasAfter)
                    .count();
        }
    }

    static PriceList of(List<TariffStore.Tariff> prices) {
        RowDigest digest = new RowDigest();
        prices.forEach(price -> digest.add(0, Rate.of(price)));
        return new PriceList(List.copyOf(prices), digest.toString());
    }

    /// The prices that count: of several rows for the same thing the one that is valid since later.
    public List<TariffStore.Tariff> winners() {
        Map<Key, TariffStore.Tariff> last = new HashMap<>();
        prices.forEach(price ->
                last.merge(Key.of(price), price, (one, other) -> LATER.compare(one, other) < 0 ? other : one));
        return prices.stream().filter(price -> last.get(Key.of(price)) == price).toList();
    }

    /// What changes when the wanted list takes its place, without an end. A row that is not in it ends, and so does
    /// one
    /// that has an end of its own.
    public PriceListChange to(List<WantedPrice> wanted) {
        Map<Key, List<TariffStore.Tariff>> now = new HashMap<>();
        prices.forEach(price ->
                now.computeIfAbsent(Key.of(price), _ -> new ArrayList<>()).add(price));
        List<PriceDifference> changed = new ArrayList<>();
        List<PriceDifference> added = new ArrayList<>();
        List<Long> ended = new ArrayList<>();
        List<WantedPrice> begun = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        int unchanged = 0;
        for (WantedPrice price : wanted) {
            List<TariffStore.Tariff> rows = now.getOrDefault(price.key(), List.of());
            seen.add(price.key());
            TariffStore.Tariff last = rows.stream().max(LATER).orElse(null);
            if (last == null) {
                added.add(new PriceDifference(null, price));
                begun.add(price);
            } else if (last.price().equals(price.price()) && last.validTo() == null) {
                unchanged++;
            } else {
                changed.add(new PriceDifference(last, price));
                rows.forEach(row -> ended.add(row.id()));
                begun.add(price);
            }
        }
        List<PriceDifference> all = new ArrayList<>();
        for (TariffStore.Tariff price : prices) {
            if (!seen.contains(Key.of(price))) {
                all.add(new PriceDifference(price, null));
                ended.add(price.id());
            }
        }
        all.addAll(changed);
        all.addAll(added);
        return new PriceListChange(List.copyOf(ended), List.copyOf(begun), unchanged, List.copyOf(all));
    }
}
