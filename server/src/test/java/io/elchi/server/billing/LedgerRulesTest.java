package io.elchi.server.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.Ledger.Difference;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.core.Money;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the tables refuse, and what the audit finds.
class LedgerRulesTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final AtomicLong IDS = new AtomicLong();
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final Transactions transactions = DATABASE.database().transactions();
    private final PgLedger ledger = new PgLedger(DATABASE.database().jdbc(), transactions);

    private long account(long micros) {
        long id = IDS.incrementAndGet();
        transactions.run(tx -> {
            ledger.open(tx, id, Money.zero("UZS"));
            return null;
        });
        if (micros > 0) {
            ledger.topUp(id, new Money("UZS", micros), "start");
        }
        return id;
    }

    private void reserve(long account, long micros) {
        Ledger.Shortfall[] lacking = transactions.run(tx ->
                ledger.reserve(tx, List.of(new Claim(new long[] {account}, new long[] {micros}))));
        assertThat(lacking).containsOnlyNulls();
    }

    private long settle(Movement... movements) {
        long batch = IDS.incrementAndGet();
        transactions.run(tx -> {
            ledger.settle(tx, batch, List.of(movements), LONG_AGO);
            return null;
        });
        return batch;
    }

    private List<Difference> audit(Instant settledBefore) {
        return transactions.run(tx -> ledger.audit(tx, settledBefore));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE billing.account_transactions SET parts = 7",
                "UPDATE billing.account_transactions SET created_at = now() WHERE false OR true",
                "DELETE FROM billing.account_transactions",
                "TRUNCATE billing.account_transactions",
                "TRUNCATE billing.account_transactions CASCADE",
                "MERGE INTO billing.account_transactions t USING (SELECT 1) s ON true"
                        + " WHEN MATCHED THEN UPDATE SET amount = 0",
                "INSERT INTO billing.account_transactions (account_id, direction, amount, currency, reason, external_ref)"
                        + " SELECT account_id, direction, 9, currency, reason, external_ref"
                        + " FROM billing.account_transactions WHERE external_ref IS NOT NULL LIMIT 1 ON CONFLICT"
                        + " (account_id, reason, external_ref) WHERE external_ref IS NOT NULL DO UPDATE SET amount = 9"
            })
    void anEntryIsNeverChangedNotByTheOwnerEither(String statement) {
        account(5);
        assertThatThrownBy(() -> DATABASE.execute(statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("billing.account_transactions is append-only")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("23000");
    }

    @Test
    void moreThanIsReservedCannotBeReleased() {
        long account = account(10);
        reserve(account, 6);
        assertThatThrownBy(() -> settle(new Movement(account, 0, 7, 0)))
                .isInstanceOf(NotCommittedException.class)
                .hasMessageContaining("reserved");
        assertThat(ledger.balance(account).orElseThrow().reserved().micros()).isEqualTo(6);
    }

    /// One UPDATE moves a row once: a second movement of the account would be dropped in silence.
    @Test
    void twoMovementsOfOneAccountInABatchAreRefused() {
        long account = account(10);
        reserve(account, 6);
        assertThatThrownBy(() -> settle(new Movement(account, 0, 2, 0), new Movement(account, 0, 3, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.balance(account).orElseThrow().reserved().micros()).isEqualTo(6);
    }

    @Test
    void aMovementOfAnAccountWithoutABalanceIsRefusedWithItsBatch() {
        long account = account(10);
        reserve(account, 6);
        assertThatThrownBy(() -> settle(new Movement(account, 6, 6, 1), new Movement(777_777_777, 0, 1, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.balance(account).orElseThrow().reserved().micros()).isEqualTo(6);
    }

    @Test
    void theLargestAmountsAreExactAndWhatIsLargerIsRefusedBeforeItIsBooked() {
        long most = 999_999_999_999_999_999L;
        long account = account(most);
        reserve(account, most);
        assertThat(ledger.balance(account).orElseThrow().available().micros()).isZero();
        assertThatThrownBy(() -> ledger.topUp(account, new Money("UZS", 1), "one too much"))
                .isInstanceOf(RuntimeException.class);
        assertThat(ledger.entries(account, null, 10).items()).hasSize(1);
        settle(new Movement(account, most - 1, most, 1));
        assertThat(ledger.balance(account).orElseThrow().balance().micros()).isEqualTo(1);
    }

    @Test
    void theAuditFindsWhatWasChangedBehindItsBack() throws SQLException {
        long touched = account(100);
        long changed = account(100);
        account(100);
        settle(new Movement(changed, 30, 0, 1));
        assertThat(audit(Instant.now())).isEmpty();
        settle(new Movement(changed, 20, 0, 1));
        DATABASE.execute(
                "UPDATE billing.account_balances SET balance = balance + 0.000001 WHERE account_id = " + touched);
        DATABASE.execute("ALTER TABLE billing.account_transactions DISABLE TRIGGER immutable");
        try {
            DATABASE.execute("UPDATE billing.account_transactions SET amount = 0.000021"
                    + " WHERE amount = 0.000020 AND account_id = " + changed);
        } finally {
            DATABASE.execute("ALTER TABLE billing.account_transactions ENABLE TRIGGER immutable");
        }
        List<Difference> expected = List.of(
                new Difference(touched, "balance", new Money("UZS", 101), new Money("UZS", 100)),
                new Difference(changed, "balance", new Money("UZS", 50), new Money("UZS", 49)));
        assertThat(audit(Instant.now())).isEqualTo(expected);
        // It is not forgotten by being looked at.
        assertThat(audit(Instant.now())).isEqualTo(expected);
        DATABASE.execute("UPDATE billing.account_balances SET balance = balance - 0.000001 WHERE account_id IN ("
                + touched + ", " + changed + ")");
        assertThat(audit(Instant.now())).isEmpty();
    }

    /// The next sum begins where the last one ended, and only so far as everything is there for good.
    @Test
    void theAuditSumsFromItsLastSum() throws SQLException {
        long account = account(100);
        settle(new Movement(account, 10, 0, 1));
        assertThat(audit(LONG_AGO)).isEmpty();
        assertThat(checkpoint(account)).as("nothing is old enough yet").isEqualTo(-1);
        assertThat(audit(Instant.now().plusSeconds(3_600))).isEmpty();
        assertThat(checkpoint(account)).isEqualTo(90);
        settle(new Movement(account, 5, 0, 1));
        assertThat(audit(LONG_AGO)).isEmpty();
        assertThat(checkpoint(account)).isEqualTo(90);
        assertThat(audit(Instant.now().plusSeconds(3_600))).isEmpty();
        assertThat(checkpoint(account)).isEqualTo(85);
    }

    /// -1: none.
    private static long checkpoint(long account) {
        return DATABASE.database()
                .jdbc()
                .sql("SELECT balance FROM billing.ledger_checkpoints WHERE account_id = ?")
                .param(account)
                .query((row, _) -> Money.micros(row.getBigDecimal(1)))
                .optional()
                .orElse(-1L);
    }

    /// Two transactions get their entries' ids in one order and are committed in the other. Sums
    /// go so far for each account by itself, whose balance is locked while it gets an entry: none of its own can
    /// come behind.
    @Test
    void anEntryThatIsCommittedBehindALaterOneIsNoDifference() throws SQLException {
        long slow = account(100);
        long quick = account(100);
        try (Connection connection = DATABASE.connect()) {
            connection.setAutoCommit(false);
            Tx tx = () -> connection;
            ledger.settle(tx, IDS.incrementAndGet(), List.of(new Movement(slow, 40, 0, 1)), LONG_AGO);
            settle(new Movement(quick, 1, 0, 1));
            assertThat(audit(Instant.now().plusSeconds(3_600))).isEmpty();
            connection.commit();
        }
        ledger.topUp(slow, new Money("UZS", 3), "later");
        assertThat(audit(Instant.now().plusSeconds(3_600))).isEmpty();
        assertThat(checkpoint(slow)).isEqualTo(63);
        DATABASE.execute("UPDATE billing.account_balances SET balance = balance + 0.000002 WHERE account_id = " + slow);
        assertThat(audit(Instant.now()))
                .containsExactly(new Difference(slow, "balance", new Money("UZS", 65), new Money("UZS", 63)));
        DATABASE.execute("UPDATE billing.account_balances SET balance = balance - 0.000002 WHERE account_id = " + slow);
    }
}
