package io.elchi.server.tariffs;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Payer;
import io.elchi.server.db.Following;
import io.elchi.server.db.TestDatabase;
import io.elchi.testkit.Seeds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is loaded as differences is what a whole load has.
class RateLoaderTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final RateLoader loader = new RateLoader();
    private final Following following = new Following(database, "tariffs", loader);

    private static List<String> answers(RateLoader loader) {
        PriceBook book = loader.book(NOW);
        List<String> answers = new ArrayList<>();
        answers.add(book.prefixes().stream().sorted().toList() + " " + book.nextChange());
        for (String prefix : List.of("", "9989", "99890", "7")) {
            for (String mnc : new String[] {null, "04", "05"}) {
                Destination to = new Destination(prefix, mnc == null ? null : "434", mnc);
                for (long id = 0; id < 4; id++) {
                    answers.add(book.price(new Payer(id, "UZS"), 1 + id % 2, to) + " " + book.cost(id, to));
                }
            }
        }
        return answers;
    }

    private void same() throws SQLException {
        RateLoader whole = new RateLoader();
        Following.load(database, whole);
        assertThat(answers(loader)).isEqualTo(answers(whole));
    }

    private static String orNull(RandomGenerator random, String value) {
        return random.nextBoolean() ? "NULL" : value;
    }

    private static String change(RandomGenerator random) {
        int id = random.nextInt(1, 40);
        String mnc = orNull(random, "'0" + random.nextInt(4, 6) + "'");
        String network = (mnc.equals("NULL") ? "NULL" : "'434'") + ", " + mnc;
        String rest =
                network + ", " + orNull(random, "'9989" + orNull(random, "0").replace("NULL", "") + "'") + ", "
                        + random.nextInt(100) + ", 'UZS', timestamp '2026-11-2" + random.nextInt(10) + "'";
        return switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                "INSERT INTO tariffs.tariff_routes (id, account_id, operator_id, mcc, mnc, prefix, price_per_sms,"
                        + " currency, valid_from) VALUES (" + id + ", " + orNull(random, "" + random.nextInt(1, 4))
                        + ", " + orNull(random, "1") + ", " + rest + ")";
            case 3, 4 ->
                "INSERT INTO tariffs.operator_costs (id, operator_id, mcc, mnc, prefix, cost_per_sms, currency,"
                        + " valid_from) VALUES (" + id + ", " + random.nextInt(1, 4) + ", " + rest + ")";
            case 5 -> "UPDATE tariffs.tariff_routes SET price_per_sms = price_per_sms + 1 WHERE id < " + id;
            case 6 -> "UPDATE tariffs.operator_costs SET valid_to = valid_from + INTERVAL '3 days' WHERE id = " + id;
            case 7 -> "DELETE FROM tariffs.tariff_routes WHERE id = " + id;
            default ->
                random.nextInt(5) == 0
                        ? "TRUNCATE tariffs.operator_costs"
                        : "DELETE FROM tariffs.operator_costs WHERE id = " + id;
        };
    }

    @Test
    void interleavedTransactionsLeaveWhatAWholeLoadFinds() throws SQLException {
        Seeds.forEach(6, random -> following.play(random, 150, RateLoaderTest::change, this::same));
    }
}
