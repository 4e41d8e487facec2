package io.elchi.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.testkit.Seeds;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What PostgreSQL reads back of what we wrote in its binary format.
class CopyRowsTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final String COLUMNS =
            "copied.rows (n, id, i8, i4, i2, flag, words, octets, at, amount, ids, amounts)";

    @BeforeAll
    static void table() throws SQLException {
        DATABASE.execute("CREATE SCHEMA copied");
        DATABASE.execute("CREATE TABLE copied.rows (n int PRIMARY KEY, id uuid, i8 bigint, i4 int, i2 smallint,"
                + " flag boolean, words text, octets bytea, at timestamptz, amount numeric(18,6), ids bigint[],"
                + " amounts numeric(18,6)[])");
    }

    /// A row; whatever may be null is null sometimes.
    private record Row(
            int n,
            MessageId id,
            Long i8,
            int i4,
            int i2,
            boolean flag,
            String text,
            byte[] octets,
            Instant at,
            long micros,
            long[] ids,
            long[] amounts) {
        static Row random(int n, SplittableRandom random) {
            return new Row(
                    n,
                    new MessageId(random.nextLong(), random.nextLong()),
                    random.nextInt(5) == 0 ? null : random.nextLong(),
                    random.nextInt(),
                    random.nextInt(Short.MIN_VALUE, Short.MAX_VALUE + 1),
                    random.nextBoolean(),
                    random.nextInt(5) == 0 ? null : words(random),
                    random.nextInt(5) == 0 ? null : octets(random),
                    random.nextInt(5) == 0 ? null : time(random),
                    amount(random),
                    random.nextInt(5) == 0
                            ? null
                            : random.longs(random.nextInt(4)).toArray(),
                    random.nextInt(5) == 0 ? null : amounts(random));
        }

        private static String words(SplittableRandom random) {
            StringBuilder words = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                words.appendCodePoint(
                        switch (random.nextInt(6)) {
                            case 0 -> 0;
                            case 1 -> random.nextInt(0x80, 0xD800);
                            case 2 -> random.nextInt(0x1_0000, 0x11_0000);
                            case 3 -> "\t\n\\\"'".charAt(random.nextInt(5));
                            default -> random.nextInt(0x20, 0x7F);
                        });
            }
            return words.toString();
        }

        private static byte[] octets(SplittableRandom random) {
            byte[] octets = new byte[random.nextInt(300)];
            random.nextBytes(octets);
            return octets;
        }

        private static Instant time(SplittableRandom random) {
            return Instant.ofEpochSecond(
                    random.nextLong(-62_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000_000));
        }

        /// As many of each number of digits.
        private static long amount(SplittableRandom random) {
            long most = 1;
            for (int digits = random.nextInt(19); digits > 0; digits--) {
                most *= 10;
            }
            long amount = random.nextLong(-most + 1, most);
            return random.nextInt(3) == 0 ? amount / 1_000_000 * 1_000_000 : amount;
        }

        private static long[] amounts(SplittableRandom random) {
            long[] amounts = new long[random.nextInt(4)];
            Arrays.setAll(amounts, _ -> amount(random));
            return amounts;
        }

        void write(CopyRows rows) {
            rows.row(12).int4(n).uuid(id);
            if (i8 == null) {
                rows.nil();
            } else {
                rows.int8(i8);
            }
            rows.int4(i4)
                    .int2(i2)
                    .bool(flag)
                    .text(text)
                    .bytes(octets)
                    .time(at)
                    .micros(micros)
                    .longs(ids)
                    .microsArray(amounts);
        }
    }

    private static void copy(List<Row> rows) {
        CopyRows copied = new CopyRows(64);
        rows.forEach(row -> row.write(copied));
        assertThat(copied.rows()).isEqualTo(rows.size());
        DATABASE.database().transactions().run(tx -> {
            Copy.into(tx, COLUMNS, copied);
            return null;
        });
    }

    @Test
    void everyValueComesBack() {
        Seeds.forEach(30, random -> {
            DATABASE.execute("TRUNCATE copied.rows");
            List<Row> rows = new ArrayList<>();
            for (int n = 0; n < 40; n++) {
                rows.add(Row.random(n, random));
            }
            copy(rows);
            List<Row> found = DATABASE.database()
                    .jdbc()
                    .sql("SELECT * FROM copied.rows ORDER BY n")
                    .query((row, _) -> read(row))
                    .list();
            assertThat(found).hasSize(rows.size());
            for (int n = 0; n < rows.size(); n++) {
                same(found.get(n), rows.get(n));
            }
        });
    }

    private static Row read(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
        return new Row(
                row.getInt("n"),
                MessageId.of(row.getObject("id", UUID.class)),
                row.getObject("i8", Long.class),
                row.getInt("i4"),
                row.getInt("i2"),
                row.getBoolean("flag"),
                row.getString("words"),
                row.getBytes("octets"),
                at == null ? null : at.toInstant(),
                Money.micros(row.getBigDecimal("amount")),
                longs(row.getArray("ids")),
                micros(row.getArray("amounts")));
    }

    private static long[] longs(Array array) throws SQLException {
        return array == null
                ? null
                : Arrays.stream((Long[]) array.getArray())
                        .mapToLong(each -> each)
                        .toArray();
    }

    private static long[] micros(Array array) throws SQLException {
        return array == null
                ? null
                : Arrays.stream((BigDecimal[]) array.getArray())
                        .mapToLong(Money::micros)
                        .toArray();
    }

    private static void same(Row found, Row written) {
        assertThat(found.id).isEqualTo(written.id);
        assertThat(found.i8).isEqualTo(written.i8);
        assertThat(found.i4).isEqualTo(written.i4);
        assertThat(found.i2).isEqualTo(written.i2);
        assertThat(found.flag).isEqualTo(written.flag);
        // PostgreSQL stores no NUL.
        assertThat(found.text).isEqualTo(written.text == null ? null : written.text.replace('\0', '\uFFFD'));
        assertThat(found.octets).isEqualTo(written.octets);
        assertThat(found.at).isEqualTo(written.at == null ? null : written.at.truncatedTo(ChronoUnit.MICROS));
        assertThat(found.micros).isEqualTo(written.micros);
        assertThat(found.ids).isEqualTo(written.ids);
        assertThat(found.amounts).isEqualTo(written.amounts);
    }

    /// Numbers that are equal may be written in several ways: ours must compare and print like PostgreSQL's own.
    @Test
    void anAmountIsTheNumberThatPostgresWouldHaveMade() throws SQLException {
        DATABASE.execute("TRUNCATE copied.rows");
        List<Row> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        long[] edges = {
            0,
            1,
            -1,
            99,
            100,
            9_999,
            10_000,
            999_999,
            1_000_000,
            -1_000_000,
            9_999_999_999L,
            10_000_000_000L,
            9_999_000_000L,
            99_999_999_999_999L,
            100_000_000_000_000L,
            999_999_999_999_999_999L,
            -999_999_999_999_999_999L
        };
        for (int n = 0; n < 2_000; n++) {
            Row row = Row.random(n, random);
            long micros = n < edges.length ? edges[n] : row.micros;
            rows.add(new Row(n, row.id, micros, 0, 0, true, null, null, null, micros, null, null));
        }
        copy(rows);
        List<Integer> different = DATABASE.database()
                .jdbc()
                .sql("SELECT n FROM copied.rows WHERE amount <> (i8 / 1000000.0)::numeric(18,6)"
                        + " OR amount::text <> (i8 / 1000000.0)::numeric(18,6)::text"
                        + " OR numeric_send(amount) <> numeric_send((i8 / 1000000.0)::numeric(18,6))")
                .query(Integer.class)
                .list();
        assertThat(different).isEmpty();
    }

    @Test
    void anArrayIsUsedAgainAndHoldsNothingOfBefore() throws SQLException {
        DATABASE.execute("TRUNCATE copied.rows");
        CopyRows rows = new CopyRows(64);
        SplittableRandom random = new SplittableRandom(2);
        for (int n = 0; n < 100; n++) {
            Row.random(n, random).write(rows);
        }
        rows.clear();
        Row only = Row.random(7, random);
        only.write(rows);
        DATABASE.database().transactions().run(tx -> {
            Copy.into(tx, COLUMNS, rows);
            return null;
        });
        same(
                DATABASE.database()
                        .jdbc()
                        .sql("SELECT * FROM copied.rows")
                        .query((row, _) -> read(row))
                        .single(),
                only);
        rows.clear();
        DATABASE.database().transactions().run(tx -> {
            Copy.into(tx, COLUMNS, rows);
            return null;
        });
    }
}
