package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.inbound.InboundOwners.InboundQuery;
import io.elchi.server.inbound.InboundOwners.OwnerDecision;
import io.elchi.server.inbound.InboundRoute.InboundCondition;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The statement that decides, beside a plain program that does.
class InboundOwnersTest {
    private static final int SEEDS = 60;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final InboundRoutes routes = new InboundRoutes(
            database.database().jdbc(),
            database.database().reads(),
            database.database().transactions());
    private final InboundNumbers numbers =
            new InboundNumbers(database.database().jdbc());

    /// The same decision without SQL.
    private record NaiveOwners(List<InboundRoute> routes, List<InboundNumbers.OwnedNumber> numbers) {
        OwnerDecision decide(InboundQuery query, LocalTime now) {
            long owner = numbers.stream()
                    .filter(each -> each.number().equals(query.number()))
                    .filter(each -> each.operatorId() == 0 || each.operatorId() == query.operatorId())
                    .max(Comparator.comparing(InboundNumbers.OwnedNumber::operatorId))
                    .map(InboundNumbers.OwnedNumber::accountId)
                    .orElse(0L);
            String word = FirstWord.of(query.text()).map(FirstWord::folded).orElse(null);
            return routes.stream()
                    .filter(InboundRoute::active)
                    .filter(route -> fits(route.condition(), query, word, owner, now))
                    .min(Comparator.comparing(InboundRoute::priority)
                            .thenComparing(route -> route.condition().number() == null)
                            .thenComparing(route -> route.condition().keyword() == null)
                            .thenComparing(route -> route.condition().operatorId() == 0)
                            .thenComparing(route -> route.condition().tag() == null)
                            .thenComparing(route -> route.condition().source() == null
                                    ? 0
                                    : -route.condition().source().length())
                            .thenComparing(InboundRoute::id))
                    .map(route -> new OwnerDecision(
                            owner,
                            route.id(),
                            route.accountId(),
                            route.condition().keyword() != null,
                            null,
                            null))
                    .orElse(new OwnerDecision(owner, 0, owner, false, null, null));
        }

        private static boolean fits(
                InboundCondition condition, InboundQuery query, String word, long owner, LocalTime now) {
            return (condition.number() == null ? owner == 0 : condition.number().equals(query.number()))
                    && (condition.keyword() == null || condition.keyword().equals(word))
                    && (condition.operatorId() == 0 || condition.operatorId() == query.operatorId())
                    && (condition.source() == null || query.source().startsWith(condition.source()))
                    && (condition.tag() == null || condition.tag().equals(query.tag()))
                    && isOpen(condition, now);
        }

        private static boolean isOpen(InboundCondition condition, LocalTime now) {
            if (condition.from() == null) {
                return true;
            }
            boolean began = !now.isBefore(condition.from());
            boolean goesOn = now.isBefore(condition.until());
            return condition.from().isBefore(condition.until()) ? began && goesOn : began || goesOn;
        }
    }

    private static <T> T orNull(SplittableRandom random, Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private static String number(SplittableRandom random) {
        return "170" + random.nextInt(3);
    }

    private static String tag(SplittableRandom random) {
        return orNull(random, () -> random.nextBoolean() ? "north" : "south");
    }

    private void addRoutes(SplittableRandom random) {
        for (int i = random.nextInt(25); i > 0; i--) {
            LocalTime from = orNull(random, () -> LocalTime.of(random.nextInt(24), 30 * random.nextInt(2)));
            InboundCondition condition = new InboundCondition(
                    orNull(random, () -> number(random)),
                    orNull(random, () -> random.nextBoolean() ? "стоп" : "balance"),
                    random.nextInt(3),
                    orNull(random, () -> "998901".substring(0, random.nextInt(1, 7))),
                    from,
                    from == null ? null : from.plusHours(random.nextInt(1, 24)),
                    tag(random));
            InboundRoute route = new InboundRoute(
                    0, condition, random.nextInt(1, 4), random.nextInt(1, 9), null, null, random.nextInt(5) > 0, null);
            try {
                routes.add(route);
            } catch (RefusedException e) {
                assertThat(e).hasMessageContaining("same conditions");
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            numbers.give(number(random), random.nextInt(3), random.nextInt(11, 19));
        }
    }

    private static InboundQuery query(SplittableRandom random) {
        List<String> texts = List.of("Стоп", "BALANCE please", "anything", "");
        return new InboundQuery(
                number(random),
                random.nextInt(1, 4),
                random.nextBoolean() ? "998901234567" : "79031234567",
                orNull(random, () -> texts.get(random.nextInt(texts.size()))),
                tag(random));
    }

    @Test
    void theStatementDecidesAsAPlainProgramDoes() {
        Seeds.forEach(SEEDS, random -> {
            database.execute("TRUNCATE inbound.routes, inbound.numbers");
            addRoutes(random);
            NaiveOwners naive = new NaiveOwners(
                    routes.list(0, null, null, 500).items(),
                    numbers.list(0, null, 500).items());
            Instant now = Instant.parse("2026-11-24T00:00:00Z").plusSeconds(60L * random.nextInt(24 * 60));
            List<InboundQuery> queries = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                queries.add(query(random));
            }
            List<OwnerDecision> decided =
                    database.database().transactions().run(tx -> InboundOwners.decide(tx.connection(), queries, now));
            LocalTime time = now.atOffset(ZoneOffset.UTC).toLocalTime();
            assertThat(decided)
                    .isEqualTo(queries.stream()
                            .map(query -> naive.decide(query, time))
                            .toList());
        });
    }
}
