package io.elchi.server.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.LedgerFilter;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What one question looks through, of a ledger in which payments are rare.
class StatementsTest {
    private static final int ENTRIES = 20_000;
    /// One of so many is a payment, of account 1 and of account 2 by turns.
    private static final int PAYMENT_EACH = 1_000;

    private static final int MOST = 100;
    private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final Ledger ledger =
            new PgLedger(DATABASE.database().jdbc(), DATABASE.database().transactions());
    private final Statements statements = new Statements(DATABASE.database().jdbc(), MOST);

    @BeforeAll
    static void fill() throws Exception {
        DATABASE.execute("INSERT INTO billing.account_balances (account_id, currency) VALUES (1, 'UZS'), (2, 'UZS')");
        DATABASE.execute("INSERT INTO billing.account_transactions (account_id, batch, direction, amount, currency,"
                + " reason, external_ref, created_at) SELECT 1 + n / " + PAYMENT_EACH + " % 2,"
                + " CASE WHEN n % " + PAYMENT_EACH + " > 0 THEN n END,"
                + " CASE WHEN n % " + PAYMENT_EACH + " > 0 THEN 'debit' ELSE 'credit' END, 0.000001, 'UZS',"
                + " CASE WHEN n % " + PAYMENT_EACH + " > 0 THEN 'sms_charge' ELSE 'topup' END,"
                + " CASE WHEN n % " + PAYMENT_EACH + " = 0 THEN 'p-' || n END,"
                + " TIMESTAMPTZ '2026-11-20Z' + n * INTERVAL '1 second' FROM generate_series(1, " + ENTRIES + ") n");
        DATABASE.execute("ANALYZE billing.account_transactions");
    }

    private record Reading(List<Ledger.Entry> entries, int pages) {}

    private Reading reading(LedgerFilter filter, int limit) {
        List<Ledger.Entry> entries = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            Page<Ledger.Entry> page = statements.entries(filter, cursor, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            entries.addAll(page.items());
            cursor = page.next();
            pages++;
        } while (cursor != null);
        return new Reading(entries, pages);
    }

    private static LedgerFilter of(long account, String reason, Boolean credit, Long least, String reference) {
        return new LedgerFilter(account, reason, credit, null, null, reference, least, null);
    }

    @Test
    void paymentsAreFoundWithoutALookAtCharges() {
        for (long account : new long[] {0, 1}) {
            int payments = ENTRIES / PAYMENT_EACH / (account == 0 ? 1 : 2);
            for (LedgerFilter filter :
                    List.of(of(account, "topup", null, null, null), of(account, null, true, null, null))) {
                Reading reading = reading(filter, MOST);
                assertThat(reading.entries()).as("%s", filter).hasSize(payments);
                assertThat(reading.pages()).as("%s", filter).isOne();
            }
        }
        assertThat(reading(of(1, null, null, null, "p-2000"), 1).entries()).hasSize(1);
        assertThat(reading(of(1, null, null, null, "p-1000"), 1).entries())
                .as("of another account")
                .isEmpty();
        assertThat(reading(of(0, null, null, null, "p-1000"), 1).entries()).hasSize(1);
        assertThat(reading(of(1, "sms_charge", true, null, null), 1).entries()).isEmpty();
    }

    @Test
    void aWalkThroughAllHasPagesThatAreNotFull() {
        Page<Ledger.Entry> first = statements.entries(of(1, null, null, 2L, null), null, 10);
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isNotNull();
        Reading none = reading(of(1, null, null, 2L, null), 10);
        assertThat(none.entries()).isEmpty();
        assertThat(none.pages()).isBetween(ENTRIES / 2 / MOST, ENTRIES / 2 / MOST + 1);
        LedgerFilter some = new LedgerFilter(
                1, "sms_charge", false, BEGIN.plusSeconds(4_100), BEGIN.plusSeconds(4_350), null, null, null);
        assertThat(reading(some, 7).entries())
                .hasSize(250)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> Long.compare(b.id(), a.id()));
    }

    @Test
    void aPastBalanceBeginsAtTheLastCheckpoint() {
        Instant end = BEGIN.plusSeconds(ENTRIES);
        PastBalances busy = new PastBalances(DATABASE.database().jdbc(), new Semaphore(0));
        Money sum = ledger.balanceAt(1, end).orElseThrow();
        assertThatThrownBy(() -> busy.at(1, end)).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal().failure()).isEqualTo(Failure.RATE_LIMITED);
            assertThat(refused.refusal().retryAfter()).isPositive();
        });
        assertThat(busy.at(3, end)).isEmpty();
        DATABASE.database()
                .jdbc()
                .sql("UPDATE billing.account_balances b SET balance = (SELECT sum(CASE direction WHEN 'credit'"
                        + " THEN amount ELSE -amount END) FROM billing.account_transactions t"
                        + " WHERE t.account_id = b.account_id)")
                .update();
        List<Ledger.Difference> differences =
                DATABASE.database().transactions().run(tx -> ledger.audit(tx, end.minusSeconds(3_000)));
        assertThat(differences).isEmpty();
        // As if the check had been made then.
        Instant checked = end.minusSeconds(2_000);
        DATABASE.database()
                .jdbc()
                .sql("UPDATE billing.ledger_checkpoints SET checked_at = ?")
                .param(checked.atOffset(ZoneOffset.UTC))
                .update();
        assertThat(busy.at(1, end)).contains(sum);
        for (int before : new int[] {0, 500, 1_999, 2_000}) {
            Instant at = end.minusSeconds(before);
            assertThat(busy.at(1, at)).as("%d s", before).contains(summed(at));
        }
        assertThatThrownBy(() -> busy.at(1, checked.minusSeconds(1))).isInstanceOf(RefusedException.class);
        Instant old = checked.minusSeconds(5_000);
        assertThat(ledger.balanceAt(1, old)).contains(summed(old));
    }

    private static Money summed(Instant at) {
        return new Money(
                "UZS",
                DATABASE.database()
                        .jdbc()
                        .sql("SELECT sum(CASE direction WHEN 'credit' THEN 1 ELSE -1 END)"
                                + " FROM billing.account_transactions WHERE account_id = 1 AND created_at <= ?")
                        .param(at.atOffset(ZoneOffset.UTC))
                        .query(Long.class)
                        .single());
    }
}
