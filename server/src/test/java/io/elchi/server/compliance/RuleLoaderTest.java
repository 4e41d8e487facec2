package io.elchi.server.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
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

/// What is loaded as differences is what a whole load has.
class RuleLoaderTest {
    private static final long FIRST = 998_901_234_500L;
    private static final int NUMBERS = 30;
    private static final List<String> SENDERS = List.of("MyBank", "MYBANK", "7070", "Shop");
    private static final List<String> WORDS = List.of("Salom", "salom", "dunyo olam", "x");

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final AtomicReference<RuleBook> book = new AtomicReference<>(RuleBook.EMPTY);
    private final Following following = new Following(database, "compliance", new RuleLoader(book::get, book::set));

    private static List<String> answers(RuleBook book) {
        List<String> answers = new ArrayList<>();
        for (long account = 1; account <= 4; account++) {
            for (String sender : SENDERS) {
                for (int i = 0; i < NUMBERS; i++) {
                    String text = WORDS.get(i % WORDS.size());
                    Refusal refusal = book.violation(
                            new Compliance.Question(account, sender, new Msisdn(FIRST + i), text, 1, 1, false));
                    answers.add(account + " " + sender + " " + i + " " + refusal);
                }
            }
        }
        return answers;
    }

    private void same() throws SQLException {
        AtomicReference<RuleBook> whole = new AtomicReference<>(RuleBook.EMPTY);
        Following.load(database, new RuleLoader(whole::get, whole::set));
        assertThat(answers(book.get())).isEqualTo(answers(whole.get()));
    }

    private static String account(RandomGenerator random) {
        int account = random.nextInt(5);
        return account == 0 ? "NULL" : Integer.toString(account);
    }

    private static String pattern(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> "'sender', '" + SENDERS.get(random.nextInt(SENDERS.size())) + "'";
            case 1 -> "'text', '" + WORDS.get(random.nextInt(WORDS.size())) + "'";
            case 2 -> "'number', '" + (FIRST + random.nextInt(NUMBERS)) / 10 + "*'";
            default -> "'number', '" + (FIRST + random.nextInt(NUMBERS)) + "'";
        };
    }

    private static String change(RandomGenerator random) {
        String sender = "'" + SENDERS.get(random.nextInt(SENDERS.size())) + "'";
        int id = random.nextInt(1, 5);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> "INSERT INTO compliance.senders (account_id, sender) VALUES (" + id + ", " + sender + ")";
            case 3 ->
                "UPDATE compliance.senders SET status = CASE status WHEN 'active' THEN 'pending' ELSE 'active' END"
                        + " WHERE sender = " + sender;
            case 4 ->
                "UPDATE compliance.senders SET account_id = " + random.nextInt(1, 5) + " WHERE account_id = " + id
                        + " AND sender = " + sender;
            case 5 -> "DELETE FROM compliance.senders WHERE account_id = " + id;
            case 6, 7, 8 ->
                "INSERT INTO compliance.blocklist (account_id, kind, pattern) VALUES (" + account(random) + ", "
                        + pattern(random) + ")";
            case 9 ->
                "UPDATE compliance.blocklist SET account_id = " + account(random) + " WHERE (kind, pattern) = ("
                        + pattern(random) + ")";
            case 10 -> "DELETE FROM compliance.blocklist WHERE (kind, pattern) = (" + pattern(random) + ")";
            default ->
                random.nextInt(4) == 0
                        ? "TRUNCATE compliance.blocklist"
                        : "DELETE FROM compliance.blocklist WHERE coalesce(account_id, 0) = coalesce(" + account(random)
                                + "::bigint, 0)";
        };
    }

    @Test
    void interleavedTransactionsLeaveWhatAWholeLoadFinds() throws SQLException {
        Seeds.forEach(6, random -> following.play(random, 150, RuleLoaderTest::change, this::same));
    }
}
