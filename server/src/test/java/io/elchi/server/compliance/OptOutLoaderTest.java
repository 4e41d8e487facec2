package io.elchi.server.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Msisdn;
import io.elchi.server.db.Following;
import io.elchi.server.db.TestDatabase;
import io.elchi.testkit.Seeds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OptOutLoaderTest {
    private static final long FIRST = 998_901_000_000L;
    private static final int NUMBERS = 6;
    private static final int ACCOUNTS = 4;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final AtomicReference<OptOutBook> book = new AtomicReference<>(OptOutBook.EMPTY);
    private final Following following = new Following(database, "compliance", new OptOutLoader(book::get, book::set));

    private static List<String> answers(OptOutBook book) {
        List<String> answers = new ArrayList<>();
        for (long account = 0; account <= ACCOUNTS; account++) {
            for (int i = 0; i < NUMBERS; i++) {
                answers.add(account + " " + i + " " + book.contains(account, new Msisdn(FIRST + i)));
            }
        }
        return answers;
    }

    private void same() throws SQLException {
        AtomicReference<OptOutBook> whole = new AtomicReference<>(OptOutBook.EMPTY);
        Following.load(database, new OptOutLoader(whole::get, whole::set));
        assertThat(answers(book.get())).isEqualTo(answers(whole.get()));
    }

    private static String change(RandomGenerator random) {
        long number = FIRST + random.nextInt(NUMBERS);
        int account = random.nextInt(1, ACCOUNTS + 1);
        return switch (random.nextInt(6)) {
            case 0, 1, 2 ->
                "INSERT INTO compliance.opt_outs (account_id, number, message_id, keyword, opted_out_at) VALUES ("
                        + account + ", '" + number + "', gen_random_uuid(), 'stop', now()) ON CONFLICT DO NOTHING";
            case 3 ->
                "DELETE FROM compliance.opt_outs WHERE account_id = " + account + " AND number = '" + number + "'";
            case 4 -> "DELETE FROM compliance.opt_outs WHERE account_id = " + account;
            default ->
                random.nextInt(4) == 0
                        ? "TRUNCATE compliance.opt_outs"
                        : "DELETE FROM compliance.opt_outs WHERE number = '" + number + "'";
        };
    }

    @Test
    void interleavedTransactionsLeaveWhatAWholeLoadFinds() throws SQLException {
        Seeds.forEach(6, random -> following.play(random, 100, OptOutLoaderTest::change, this::same));
    }
}
