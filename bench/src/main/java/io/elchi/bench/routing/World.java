package io.elchi.bench.routing;

import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.Route;
import io.elchi.server.routing.RouteTable;
import io.elchi.server.tariffs.PriceBook;
import io.elchi.server.tariffs.TariffStore.Cost;
import io.elchi.server.tariffs.TariffStore.Tariff;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// An aggregator's tables: every prefix has routes to several operators, a cost at each of them, a common price
/// and one for messages over a certain operator; every account has prices of its own for some prefixes.
final class World {
    static final int PREFIXES = 100_000;
    private static final int OPERATORS = 12;
    private static final int OPERATORS_A_PREFIX = 4;
    private static final int OWN_PRICES = 200;
    private static final int RESELLERS = 10;
    private static final long FIRST_RESELLER = 1_000_000;
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final SplittableRandom random = new SplittableRandom(17);
    private final List<String> prefixes = List.copyOf(somePrefixes());
    private final List<String> shuffled = new ArrayList<>(prefixes);
    private final List<Operator> operators = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Tariff> prices = new ArrayList<>();
    private final List<Cost> costs = new ArrayList<>();
    private final PriceBook book;

    World(int accounts) {
        Collections.shuffle(shuffled, random);
        for (long id = 1; id <= OPERATORS; id++) {
            operators.add(new Operator(id, "operator-" + id, null, null, "operator-" + id, true, usd(9_000)));
        }
        for (String prefix : prefixes) {
            int first = random.nextInt(OPERATORS);
            for (int i = 0; i < OPERATORS_A_PREFIX; i++) {
                long operator = 1 + (first + i * 5) % OPERATORS;
                routes.add(
                        new Route(routes.size(), 0, operator, null, null, prefix, 100 + i / 2, 100, true, false, null));
                costs.add(new Cost(
                        costs.size(),
                        operator,
                        null,
                        null,
                        prefix,
                        usd(random.nextInt(1_000, 9_000)),
                        LONG_AGO,
                        null,
                        100));
            }
            price(0, 0, prefix, random.nextInt(10_000, 20_000));
            price(0, 1 + first, prefix, random.nextInt(10_000, 20_000));
        }
        for (int account = 1; account <= accounts; account++) {
            for (int i = 0; i < OWN_PRICES; i++) {
                price(account, 0, prefixes.get(random.nextInt(PREFIXES)), random.nextInt(10_000, 15_000));
            }
        }
        book = PriceBook.of(prices, costs, Map.of("USDUZS", BigDecimal.valueOf(12_600)), Instant.now());
    }

    private TreeSet<String> somePrefixes() {
        TreeSet<String> all = new TreeSet<>();
        while (all.size() < PREFIXES) {
            int digits = random.nextInt(4, 8);
            long least = (long) Math.pow(10, digits - 1);
            all.add(Long.toString(random.nextLong(least, 10 * least)));
        }
        return all;
    }

    private void price(long account, long operator, String prefix, long micros) {
        prices.add(new Tariff(prices.size(), account, operator, null, null, prefix, usd(micros), LONG_AGO, null, 100));
    }

    private static Money usd(long micros) {
        return new Money("USD", micros);
    }

    RouteTable table() {
        return new RouteTable(operators, routes, List.of(), book, 0, 1);
    }

    /// The payers of an account: itself and a reseller.
    static List<Payer> payers(long account) {
        return List.of(new Payer(account, "USD"), new Payer(FIRST_RESELLER + account % RESELLERS, "USD"));
    }

    /// A number below a prefix that was drawn, each as likely as another.
    Msisdn even() {
        return below(prefixes.get(random.nextInt(PREFIXES)));
    }

    /// A number below a prefix that was drawn by Zipf's law: the second prefix gets half as many as the first one,
    /// the third a third; half of the traffic goes to some 300 prefixes.
    Msisdn skewed() {
        // The law's sum up to n is about ln n, so a power of n that is drawn evenly has it.
        int rank = (int) Math.pow(PREFIXES, random.nextDouble());
        return below(shuffled.get(Math.min(rank, PREFIXES) - 1));
    }

    /// A number below each prefix.
    Msisdn[] oneNumberEach() {
        return prefixes.stream().map(this::below).toArray(Msisdn[]::new);
    }

    private Msisdn below(String prefix) {
        return new Msisdn(Long.parseLong(prefix + random.nextInt(10_000, 100_000)));
    }
}
