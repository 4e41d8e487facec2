package io.elchi.server.tariffs;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Money;
import io.elchi.testkit.Seeds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Two processes load the same rows in different orders, and number the version of the routes by this digest.
class PriceBookDigestTest {
    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
    private static final Map<String, BigDecimal> EXCHANGE = Map.of("USDUZS", new BigDecimal("12000.5"));

    private static TariffStore.Tariff price(SplittableRandom random, long id) {
        return new TariffStore.Tariff(
                id,
                random.nextInt(5),
                random.nextInt(3),
                random.nextBoolean() ? null : "434",
                null,
                random.nextBoolean() ? null : Integer.toString(random.nextInt(1, 100_000)),
                new Money(random.nextBoolean() ? "UZS" : "USD", random.nextInt(1_000)),
                NOW.minusSeconds(random.nextInt(1_000)),
                random.nextBoolean() ? null : NOW.plusSeconds(random.nextInt(1, 1_000)),
                random.nextInt(200));
    }

    private static String digest(List<TariffStore.Tariff> prices, Map<String, BigDecimal> exchange) {
        return PriceBook.of(prices, List.of(), exchange, NOW).digest();
    }

    private static TariffStore.Tariff changed(TariffStore.Tariff row, int field) {
        return new TariffStore.Tariff(
                row.id(),
                row.accountId() + (field == 0 ? 1 : 0),
                row.operatorId() + (field == 1 ? 1 : 0),
                field == 2 ? "250" : row.mcc(),
                field == 3 ? "04" : row.mnc(),
                field == 4 ? "7" + (row.prefix() == null ? "" : row.prefix()) : row.prefix(),
                new Money(
                        field == 5 ? "EUR" : row.price().currency(), row.price().micros() + (field == 6 ? 1 : 0)),
                row.validFrom().minusNanos(field == 7 ? 1_000 : 0),
                field == 8 ? NOW.plusSeconds(5_000) : row.validTo(),
                row.priority() + (field == 9 ? 1 : 0));
    }

    @Test
    void equalRowsHaveEqualDigestsAndAnyChangeAnother() {
        Seeds.forEach(200, random -> {
            List<TariffStore.Tariff> rows = new ArrayList<>();
            for (int id = random.nextInt(1, 20); id > 0; id--) {
                rows.add(price(random, id));
            }
            String digest = digest(rows, EXCHANGE);
            List<TariffStore.Tariff> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            assertThat(digest(shuffled, EXCHANGE)).isEqualTo(digest);
            for (int field = 0; field < 10; field++) {
                List<TariffStore.Tariff> others = new ArrayList<>(rows);
                int at = random.nextInt(rows.size());
                others.set(at, changed(rows.get(at), field));
                assertThat(digest(others, EXCHANGE)).as("field %d", field).isNotEqualTo(digest);
            }
            assertThat(digest(rows.subList(1, rows.size()), EXCHANGE)).isNotEqualTo(digest);
            assertThat(digest(rows, Map.of("USDUZS", new BigDecimal("12000.6"))))
                    .isNotEqualTo(digest);
            assertThat(digest(rows, Map.of("USDUZS", new BigDecimal("12000.500"))))
                    .isEqualTo(digest);
        });
    }
}
