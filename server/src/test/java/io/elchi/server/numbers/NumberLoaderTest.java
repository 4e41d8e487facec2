package io.elchi.server.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Msisdn;
import io.elchi.server.db.Following;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.numbers.NumbersProperties.Accept;
import io.elchi.testkit.Seeds;
import java.sql.SQLException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is loaded as differences is what a whole load has.
class NumberLoaderTest {
    private static final long FIRST = 998_901_234_500L;
    private static final int NUMBERS = 60;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final NumberTable table = new NumberTable(Accept.POSSIBLE);
    private final Following following = new Following(database, "numbers", new NumberLoader(table));

    private void same() throws SQLException {
        NumberTable whole = new NumberTable(Accept.POSSIBLE);
        Following.load(database, new NumberLoader(whole));
        assertThat(table.snapshot().ported().size())
                .isEqualTo(whole.snapshot().ported().size());
        for (long number = FIRST; number < FIRST + NUMBERS; number++) {
            assertThat(table.network(new Msisdn(number))).isEqualTo(whole.network(new Msisdn(number)));
        }
    }

    private static String network(RandomGenerator random) {
        return "'43" + random.nextInt(2, 5) + "', '0" + random.nextInt(1, 4) + "'";
    }

    private static String change(RandomGenerator random) {
        long number = FIRST + random.nextInt(NUMBERS);
        return switch (random.nextInt(13)) {
            case 0, 1 ->
                "INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES (" + network(random) + ", 'n"
                        + random.nextInt(9) + "', 'UZ') ON CONFLICT (mcc, mnc) DO UPDATE SET name = excluded.name";
            case 2 ->
                "INSERT INTO numbers.prefixes (prefix, mcc, mnc) VALUES ('" + number / 10 + "', " + network(random)
                        + ") ON CONFLICT (prefix) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc";
            case 3 -> "DELETE FROM numbers.prefixes WHERE prefix = '" + number / 10 + "'";
            case 4 -> "DELETE FROM numbers.networks WHERE (mcc, mnc) = (" + network(random) + ")";
            case 5, 6, 7 ->
                "INSERT INTO numbers.ported_numbers (msisdn, mcc, mnc) VALUES (" + number + ", " + network(random)
                        + ") ON CONFLICT (msisdn) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc";
            case 8 ->
                "UPDATE numbers.ported_numbers SET (mcc, mnc) = (" + network(random) + ") WHERE msisdn > " + number;
            case 9 ->
                "UPDATE numbers.ported_numbers SET msisdn = " + (FIRST + random.nextInt(NUMBERS)) + " WHERE msisdn = "
                        + number;
            case 10, 11 -> "DELETE FROM numbers.ported_numbers WHERE msisdn = " + number;
            default -> random.nextInt(6) == 0 ? "TRUNCATE numbers.ported_numbers" : bulk(random);
        };
    }

    /// More rows than are logged one by one.
    private static String bulk(RandomGenerator random) {
        return random.nextInt(4) > 0
                ? "SELECT 1"
                : random.nextBoolean()
                        ? "INSERT INTO numbers.ported_numbers (msisdn, mcc, mnc) SELECT " + (FIRST + NUMBERS) + " + i, "
                                + network(random) + " FROM generate_series(1, 10001) i ON CONFLICT DO NOTHING"
                        : "DELETE FROM numbers.ported_numbers WHERE msisdn > " + (FIRST + NUMBERS / 2);
    }

    @Test
    void interleavedTransactionsLeaveWhatAWholeLoadFinds() throws SQLException {
        Seeds.forEach(6, random -> following.play(random, 150, NumberLoaderTest::change, this::same));
    }

    @Test
    void onlyManyChangesLoadEveryRow() throws SQLException {
        database.execute("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '04', 'a', 'UZ')");
        following.update();
        assertThat(following.wholeLoads()).isEqualTo(1);
        port(1, 10_000);
        following.update();
        assertThat(following.wholeLoads()).isEqualTo(1);
        database.execute("UPDATE numbers.ported_numbers SET mnc = '04', updated_at = now()");
        following.update();
        assertThat(following.wholeLoads()).isEqualTo(1);
        port(20_001, 30_001);
        following.update();
        assertThat(following.wholeLoads()).isEqualTo(2);
        assertThat(table.snapshot().ported().size()).isEqualTo(20_001);
        database.execute("TRUNCATE numbers.ported_numbers");
        following.update();
        assertThat(following.wholeLoads()).isEqualTo(3);
        assertThat(table.snapshot().ported().size()).isZero();
        // What is deleted from the log was seen before.
        following.deleteLog();
        port(1, 1);
        following.update();
        assertThat(following.wholeLoads()).isEqualTo(3);
        assertThat(table.snapshot().ported().size()).isEqualTo(1);
        port(2, 2);
        following.deleteLog();
        following.update();
        assertThat(following.wholeLoads()).isEqualTo(4);
        assertThat(table.snapshot().ported().size()).isEqualTo(2);
        same();
    }

    private void port(int first, int last) throws SQLException {
        database.execute("INSERT INTO numbers.ported_numbers (msisdn, mcc, mnc) SELECT " + FIRST
                + " + i, '434', '04' FROM generate_series(" + first + ", " + last + ") i");
    }
}
