package io.elchi.server.tariffs;

import io.elchi.server.core.Money;
import io.elchi.server.core.Payer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// All prices and costs that are valid at one moment. Immutable.
public final class PriceBook {
    private static final int PRICE = 1;
    private static final int COST = 2;
    private static final int EXCHANGE = 3;

    private final RateIndex prices;
    private final RateIndex costs;
    private final Map<String, BigDecimal> exchange;
    private final Set<String> prefixes;
    private final Instant nextChange;

    /// @param exchange by `USDUZS`: units of the second for one of the first
    PriceBook(Collection<Rate> prices, Collection<Rate> costs, Map<String, BigDecimal> exchange, Instant now) {
        this.prices = new RateIndex(valid(prices, now), Rate::accountId);
        this.costs = new RateIndex(valid(costs, now), Rate::operatorId);
        this.exchange = Map.copyOf(exchange);
        prefixes = new HashSet<>();
        Stream.concat(prices.stream(), costs.stream())
                .filter(rate -> rate.valid(now) && rate.prefix() != null)
                .forEach(rate -> prefixes.add(rate.prefix()));
        nextChange = Stream.concat(prices.stream(), costs.stream())
                .flatMap(rate -> Stream.of(rate.validFrom(), rate.validTo()))
                .filter(time -> time != null && time.isAfter(now))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /// A book of rows that came from elsewhere than the tables.
    ///
    /// @param exchange by `USDUZS`: units of the second for one of the first
    public static PriceBook of(
            Collection<TariffStore.Tariff> prices,
            Collection<TariffStore.Cost> costs,
            Map<String, BigDecimal> exchange,
            Instant now) {
        return new PriceBook(
                prices.stream().map(Rate::of).toList(),
                costs.stream().map(Rate::of).toList(),
                exchange,
                now);
    }

    /// A price or a cost with its row.
    public record Rated(long rowId, Money amount) {
        private static Rated of(Rate rate) {
            return new Rated(rate.id(), new Money(rate.currency(), rate.micros()));
        }
    }

    private static List<Rate> valid(Collection<Rate> rates, Instant now) {
        return rates.stream().filter(rate -> rate.valid(now)).toList();
    }

    /// Prefixes that some rate asks for.
    public Set<String> prefixes() {
        return prefixes;
    }

    /// When a rate becomes valid, or ends: until then this book is right.
    public Instant nextChange() {
        return nextChange;
    }

    /// A digest of the rows that are valid and of the exchange rates. Equal books have equal ones.
    public String digest() {
        RowDigest digest = new RowDigest();
        prices.rates().forEach(rate -> digest.add(PRICE, rate));
        costs.rates().forEach(rate -> digest.add(COST, rate));
        exchange.forEach((pair, rate) -> {
            BigDecimal plain = rate.stripTrailingZeros();
            digest.add(EXCHANGE, pair, plain.unscaledValue().longValue(), plain.scale());
        });
        return digest.toString();
    }

    /// What the payer pays for a part that this operator carries, in its currency; empty when
    /// nothing fits.
    public Optional<Rated> price(Payer payer, long operator, Destination to) {
        return Optional.ofNullable(best(payer, operator, to)).map(Rated::of);
    }

    private Rate best(Payer payer, long operator, Destination to) {
        return RateIndex.better(
                prices.best(payer.account(), operator, to, payer.currency()),
                prices.best(0, operator, to, payer.currency()));
    }

    /// What the payer pays for a part to a number: one price for each row that sets it, with the destination of
    /// the row.
    ///
    /// @param operators that may carry it, the first one first
    public List<PartPrice> prices(Payer payer, Collection<Long> operators, Destination to) {
        Map<Long, PartPrice> found = new LinkedHashMap<>();
        for (long operator : operators) {
            Rate best = best(payer, operator, to);
            if (best != null) {
                String prefix = best.prefix() == null ? "" : best.prefix();
                Destination own = new Destination(prefix, best.mcc(), best.mnc());
                found.putIfAbsent(best.id(), PartPrice.of(own, best, false));
            }
        }
        return List.copyOf(found.values());
    }

    /// What the payer pays for a part, for all of an area and for each part of it that its rows name, by prefix
    /// and network. A destination for which only rows of single operators count is left out.
    ///
    /// @param most prices
    /// @return one more than `most` when there are more
    public List<PartPrice> prices(Payer payer, PriceArea area, int most) {
        TreeSet<Destination> named = new TreeSet<>(Comparator.comparing(Destination::prefix)
                .thenComparing(Destination::mcc, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Destination::mnc, Comparator.nullsFirst(Comparator.naturalOrder())));
        named.add(area.whole());
        Stream.concat(prices.rates(payer.account()), prices.rates(0))
                .filter(rate -> rate.currency().equals(payer.currency()))
                .map(area::within)
                .filter(Objects::nonNull)
                .forEach(named::add);
        return named.stream()
                .map(to -> partPrice(payer, to))
                .filter(Objects::nonNull)
                .limit(most + 1L)
                .toList();
    }

    private PartPrice partPrice(Payer payer, Destination to) {
        Rate best = best(payer, 0, to);
        return best == null
                ? null
                : PartPrice.of(to, best, prices.hasBetter(payer.account(), to, best) || prices.hasBetter(0, to, best));
    }

    /// The operator's cost for a part, where it differs from its default cost.
    public Optional<Rated> cost(long operator, Destination to) {
        Rate best = costs.best(operator, operator, to, null);
        return Optional.ofNullable(best).map(Rated::of);
    }

    /// An amount in another currency, to compare with: rounded up, no charge is made of it. Empty when there is no
    /// rate, or when it is too large to be compared.
    public OptionalLong inCurrency(Money amount, String currency) {
        if (amount.currency().equals(currency)) {
            return OptionalLong.of(amount.micros());
        }
        BigDecimal micros = BigDecimal.valueOf(amount.micros());
        BigDecimal direct = exchange.get(amount.currency() + currency);
        if (direct != null) {
            return comparable(micros.multiply(direct).setScale(0, RoundingMode.CEILING));
        }
        BigDecimal back = exchange.get(currency + amount.currency());
        return back == null ? OptionalLong.empty() : comparable(micros.divide(back, 0, RoundingMode.CEILING));
    }

    private static OptionalLong comparable(BigDecimal micros) {
        return micros.precision() > 18 ? OptionalLong.empty() : OptionalLong.of(micros.longValueExact());
    }
}
