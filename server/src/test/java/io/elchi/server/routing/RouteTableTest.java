package io.elchi.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.numbers.Network;
import io.elchi.server.routing.RouteDecision.Routed;
import io.elchi.server.routing.RouteExplanation.Reason;
import io.elchi.server.tariffs.PriceBook;
import io.elchi.server.tariffs.TariffStore.Cost;
import io.elchi.server.tariffs.TariffStore.Tariff;
import io.elchi.testkit.Seeds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    static final long VERSION = 4_711;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String[] PREFIXES = {null, null, "9", "99", "998", "99890", "998901", "7", "79"};
    private static final String[] TAGS = {null, null, null, "night", "wholesale"};
    private static final Network[] NETWORKS = {
        Network.UNKNOWN,
        new Network("434", "04", "Beeline", "UZ"),
        new Network("434", "05", "Ucell", "UZ"),
        new Network("434", "004", "another one", "UZ"),
        new Network("250", "01", "MTS", "RU")
    };
    static final long[] NUMBERS = {998901234567L, 998911234567L, 998731234567L, 79161234567L, 491711234567L};
    static final Payer CLIENT = new Payer(1, "UZS");
    private static final List<List<Payer>> PAYERS = List.of(
            List.of(CLIENT),
            List.of(CLIENT, new Payer(2, "UZS")),
            List.of(new Payer(4, "UZS"), new Payer(2, "UZS"), new Payer(3, "USD")),
            List.of(new Payer(5, "USD")));

    private static <T> T any(SplittableRandom random, T[] from) {
        return from[random.nextInt(from.length)];
    }

    private static Money money(SplittableRandom random) {
        return new Money(random.nextInt(4) == 0 ? "USD" : "UZS", random.nextInt(1, 6) * 10_000_000L);
    }

    /// Small enough that rows meet each other all the time.
    private static NaiveRouting world(SplittableRandom random) {
        List<Operator> operators = new ArrayList<>();
        for (long id = 1; id <= 4; id++) {
            operators.add(new Operator(id, "o" + id, null, null, "o" + id, random.nextInt(6) > 0, money(random)));
        }
        List<Route> routes = new ArrayList<>();
        for (long id = 1; id <= random.nextInt(14); id++) {
            Network network = any(random, NETWORKS);
            routes.add(new Route(
                    id,
                    random.nextInt(3) > 0 ? 0 : random.nextInt(1, 6),
                    random.nextInt(1, 5),
                    network.mcc(),
                    random.nextBoolean() ? network.mnc() : null,
                    any(random, PREFIXES),
                    random.nextInt(1, 3),
                    random.nextInt(0, 3),
                    random.nextInt(5) > 0,
                    random.nextInt(4) == 0,
                    any(random, TAGS)));
        }
        Map<String, BigDecimal> exchange = new HashMap<>();
        if (random.nextInt(3) > 0) {
            exchange.put(random.nextBoolean() ? "USDUZS" : "UZSUSD", BigDecimal.valueOf(random.nextInt(1, 4)));
        }
        return new NaiveRouting(
                operators,
                routes,
                links(random),
                tariffs(random),
                costs(random),
                exchange,
                random.nextInt(3) * 50,
                NOW);
    }

    private static List<LinkSettings> links(SplittableRandom random) {
        List<LinkSettings> links = new ArrayList<>();
        for (long id = 1; id <= random.nextInt(6); id++) {
            links.add(TestLinks.link(
                    id,
                    random.nextInt(1, 5),
                    random.nextInt(4) > 0,
                    any(random, LinkSettings.BindAs.values()),
                    any(random, TestLinks.OPTIONS)));
        }
        return links;
    }

    private static List<Tariff> tariffs(SplittableRandom random) {
        List<Tariff> tariffs = new ArrayList<>();
        for (long id = 1; id <= random.nextInt(20); id++) {
            Network network = any(random, NETWORKS);
            tariffs.add(new Tariff(
                    id,
                    random.nextBoolean() ? 0 : random.nextInt(1, 6),
                    random.nextBoolean() ? 0 : random.nextInt(1, 5),
                    network.mcc(),
                    random.nextBoolean() ? network.mnc() : null,
                    any(random, PREFIXES),
                    money(random),
                    NOW.plusSeconds(random.nextInt(-3, 2)),
                    random.nextInt(4) > 0 ? null : NOW.plusSeconds(random.nextInt(-1, 3)),
                    random.nextInt(1, 3)));
        }
        return tariffs;
    }

    private static List<Cost> costs(SplittableRandom random) {
        List<Cost> costs = new ArrayList<>();
        for (long id = 1; id <= random.nextInt(8); id++) {
            Network network = any(random, NETWORKS);
            costs.add(new Cost(
                    id,
                    random.nextInt(1, 5),
                    network.mcc(),
                    random.nextBoolean() ? network.mnc() : null,
                    any(random, PREFIXES),
                    money(random),
                    NOW.plusSeconds(random.nextInt(-3, 2)),
                    null,
                    random.nextInt(1, 3)));
        }
        return costs;
    }

    private static RouteTable table(NaiveRouting world) {
        PriceBook book = PriceBook.of(world.tariffs(), world.costs(), world.exchange(), NOW);
        return new RouteTable(world.operators(), world.routes(), world.links(), book, world.margin(), VERSION);
    }

    private static RouteQuery query(SplittableRandom random) {
        String text = TestLinks.text(random);
        return new RouteQuery(
                PAYERS.get(random.nextInt(PAYERS.size())),
                new Msisdn(NUMBERS[random.nextInt(NUMBERS.length)]),
                any(random, NETWORKS),
                text,
                TestLinks.quoted(text),
                random.nextLong(),
                any(random, TAGS));
    }

    static List<Long> operators(RouteDecision decision) {
        return decision instanceof Routed routed
                ? routed.candidates().stream().map(RouteCandidate::operatorId).toList()
                : List.of();
    }

    private static List<Long> operators(List<NaiveRouting.Way> ways) {
        return ways.stream().map(NaiveRouting.Way::operator).toList();
    }

    /// How many at the top differ by weight alone: any of them may be first.
    private static long equals(List<NaiveRouting.Way> ways) {
        return ways.stream()
                .filter(way -> way.priority() == ways.getFirst().priority()
                        && way.compared().equals(ways.getFirst().compared()))
                .count();
    }

    /// The twin's order with the drawn one first.
    private static List<Long> expected(List<NaiveRouting.Way> ways, List<Long> decided) {
        List<Long> order = new ArrayList<>(operators(ways));
        assertThat(order.subList(0, (int) equals(ways))).contains(decided.getFirst());
        order.remove(decided.getFirst());
        order.addFirst(decided.getFirst());
        return order;
    }

    @Test
    void theTableDecidesAsTheRulesSay() {
        OperatorHealth health = new OperatorHealth();
        Seeds.forEach(2000, random -> {
            NaiveRouting world = world(random);
            RouteTable table = table(world);
            for (int i = 0; i < 30; i++) {
                RouteQuery query = query(random);
                NaiveRouting.Answer answer = world.answer(query);
                RouteDecision decision = table.decide(query, health);
                if (answer.ways().isEmpty()) {
                    boolean price = answer.rejected().values().stream().anyMatch(Reason::isPriceProblem);
                    assertThat(decision)
                            .isInstanceOf(price ? RouteDecision.NoPrice.class : RouteDecision.NoRoute.class);
                } else {
                    assertThat(operators(decision)).isEqualTo(expected(answer.ways(), operators(decision)));
                    check((Routed) decision, answer);
                }
                assertThat(table.decide(query, health)).isEqualTo(decision);
            }
        });
    }

    /// Another process has the rows in another order, and not the same operators in reach: 100,000 decisions.
    @Test
    void theSameRowsDecideTheSame() {
        Seeds.forEach(4000, random -> {
            NaiveRouting world = world(random);
            RouteTable table = table(world);
            List.of(world.operators(), world.routes(), world.links(), world.tariffs(), world.costs())
                    .forEach(rows -> Collections.shuffle(rows, new Random(random.nextLong())));
            RouteTable again = table(world);
            for (int i = 0; i < 25; i++) {
                RouteQuery query = query(random);
                RouteDecision decision = table.decide(query, new OperatorHealth());
                assertThat(again.decide(query, new OperatorHealth())).isEqualTo(decision);
                if (decision instanceof Routed routed) {
                    assertThat(((Routed) again.decide(query, someUnreachable(random))).stored())
                            .isEqualTo(routed.stored());
                }
            }
        });
    }

    private static void check(Routed routed, NaiveRouting.Answer answer) {
        for (RouteCandidate candidate : routed.candidates()) {
            NaiveRouting.Way way = answer.ways().stream()
                    .filter(each -> each.operator() == candidate.operatorId())
                    .findFirst()
                    .orElseThrow();
            assertThat(Arrays.stream(candidate.priceMicros()).boxed().toList()).isEqualTo(way.prices());
            assertThat(new Money(candidate.costCurrency(), candidate.costMicros()))
                    .isEqualTo(way.cost());
        }
        StoredDecision stored = StoredDecision.parse(routed.stored());
        assertThat(stored.version()).isEqualTo(VERSION);
        assertThat(stored.routesOf()).isEqualTo(answer.owner());
        assertThat(stored.candidates())
                .isEqualTo(answer.ways().stream().map(NaiveRouting.Way::rows).toList());
        Map<Long, Reason> excluded = new HashMap<>(answer.rejected());
        excluded.values().removeIf(reason -> reason == Reason.NO_ROUTE || reason == Reason.NO_OWN_ROUTE);
        assertThat(stored.excluded()).hasSameSizeAs(excluded.keySet());
        for (StoredDecision.Excluded each : stored.excluded()) {
            assertThat(each.reason()).isEqualTo(excluded.get(each.operatorId()));
        }
    }

    /// Every operator is named, with its rank and prices or the reason for its exclusion.
    @Test
    void anExplanationNamesEveryOperator() {
        Seeds.forEach(1000, random -> {
            NaiveRouting world = world(random);
            RouteTable table = table(world);
            OperatorHealth health = someUnreachable(random);
            for (int i = 0; i < 20; i++) {
                RouteQuery query = query(random);
                NaiveRouting.Answer answer = world.answer(query);
                RouteExplanation explained = table.explain(query, health);
                Map<Long, Reason> rejected = new TreeMap<>();
                explained.rejected().forEach(each -> rejected.put(each.operatorId(), each.reason()));
                assertThat(rejected).isEqualTo(answer.rejected());
                assertThat(explained.ownRoutesOf()).isEqualTo(answer.owner());
                assertThat(explained.ranked().stream()
                                .map(RouteExplanation.Ranked::operatorId)
                                .toList())
                        .isEqualTo(operators(table.decide(query, health)))
                        .containsExactlyInAnyOrderElementsOf(operators(answer.ways()));
                assertThat(rejected.size() + explained.ranked().size())
                        .isEqualTo(world.operators().size());
                explained.ranked().forEach(each -> {
                    assertThat(each.reachable()).isEqualTo(health.reachable(each.operatorId()));
                    assertThat(each.prices().stream().map(Money::currency).toList())
                            .isEqualTo(
                                    query.payers().stream().map(Payer::currency).toList());
                });
            }
        });
    }

    private static OperatorHealth someUnreachable(SplittableRandom random) {
        OperatorHealth health = new OperatorHealth();
        for (long id = 1; id <= 4; id++) {
            health.report(id, random.nextBoolean());
        }
        return health;
    }

    /// Who cannot be reached goes to the end, each group in its order: no message is refused for it.
    @Test
    void thoseThatCannotBeReachedAreTriedLast() {
        Seeds.forEach(1000, random -> {
            RouteTable table = table(world(random));
            OperatorHealth health = someUnreachable(random);
            for (int i = 0; i < 20; i++) {
                RouteQuery query = query(random);
                List<Long> all = operators(table.decide(query, new OperatorHealth()));
                List<Long> expected = new ArrayList<>();
                all.stream().filter(health::reachable).forEach(expected::add);
                all.stream().filter(id -> !health.reachable(id)).forEach(expected::add);
                assertThat(operators(table.decide(query, health))).isEqualTo(expected);
            }
        });
    }

    static Operator operator(long id, long cost) {
        return new Operator(id, "o" + id, null, null, "o" + id, true, new Money("UZS", cost));
    }

    static Route route(long id, long operator, int weight, boolean allowLoss) {
        return new Route(id, 0, operator, null, null, null, 100, weight, true, allowLoss, null);
    }

    static PriceBook price(long micros) {
        Tariff tariff = new Tariff(1, 0, 0, null, null, null, new Money("UZS", micros), NOW, null, 100);
        return PriceBook.of(List.of(tariff), List.of(), Map.of(), NOW);
    }

    /// One operator at a cost of 10.
    static RouteTable table(PriceBook book, List<LinkSettings> links) {
        return new RouteTable(List.of(operator(1, 10)), List.of(route(1, 1, 1, false)), links, book, 0, VERSION);
    }

    static RouteQuery drawn(long chance) {
        return new RouteQuery(List.of(CLIENT), new Msisdn(NUMBERS[0]), Network.UNKNOWN, "Salom", 1, chance);
    }

    @Test
    void equalsShareByWeight() {
        RouteTable table = new RouteTable(
                List.of(operator(1, 10), operator(2, 10), operator(3, 10)),
                List.of(route(1, 1, 70, false), route(2, 2, 30, false), route(3, 3, 0, false)),
                List.of(),
                price(100),
                0,
                VERSION);
        SplittableRandom random = new SplittableRandom(3);
        Map<Long, Integer> first = new HashMap<>();
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            // As the low half of an id has it: its top two bits are fixed.
            long chance = random.nextLong() >>> 2 | Long.MIN_VALUE;
            first.merge(
                    operators(table.decide(drawn(chance), new OperatorHealth())).getFirst(), 1, Integer::sum);
        }
        assertThat(first.keySet()).isEqualTo(Set.of(1L, 2L));
        assertThat(first.get(1L)).isBetween(draws * 68 / 100, draws * 72 / 100);
    }

    @Test
    void theMarginIsOfTheCost() {
        List<Operator> operators = List.of(operator(1, 100));
        assertThat(reason(operators, 120, 20, false)).isNull();
        assertThat(reason(operators, 119, 20, false)).isEqualTo(Reason.BELOW_COST);
        assertThat(reason(operators, 119, 20, true)).isNull();
        assertThat(reason(operators, 100, 0, false)).isNull();
        assertThat(reason(operators, 99, 0, false)).isEqualTo(Reason.BELOW_COST);
    }

    private static Reason reason(List<Operator> operators, long price, int margin, boolean allowLoss) {
        RouteExplanation explained = new RouteTable(
                        operators, List.of(route(1, 1, 100, allowLoss)), List.of(), price(price), margin, VERSION)
                .explain(drawn(0), new OperatorHealth());
        return explained.rejected().isEmpty()
                ? null
                : explained.rejected().getFirst().reason();
    }

    /// An account that moves below another reseller is not charged by what was kept of it.
    @Test
    void whatIsKeptOfAnAccountHoldsForItsPayersOnly() {
        RouteTable table = table(price(100), List.of());
        for (List<Payer> payers : List.of(List.of(CLIENT), PAYERS.get(1), List.of(CLIENT))) {
            RouteQuery query = new RouteQuery(payers, new Msisdn(NUMBERS[0]), Network.UNKNOWN, "Salom", 1, 0);
            Routed routed = (Routed) table.decide(query, new OperatorHealth());
            assertThat(routed.candidates().getFirst().priceMicros()).hasSize(payers.size());
        }
    }

    @Test
    void whatIsTheSameIsKeptOnce() {
        RouteTable table = table(price(100), List.of());
        Set<Integer> found = new HashSet<>();
        for (long account = 1; account <= 50; account++) {
            RouteQuery query = new RouteQuery(
                    List.of(new Payer(account, "UZS")), new Msisdn(NUMBERS[0]), Network.UNKNOWN, "Salom", 1, 0);
            table.decide(query, new OperatorHealth());
            found.add(System.identityHashCode(table.decide(query, new OperatorHealth())));
        }
        assertThat(found).hasSize(1);
    }
}
