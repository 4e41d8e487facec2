package io.elchi.server.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Charges;
import io.elchi.server.billing.Charges.ChargeAction;
import io.elchi.server.billing.Charges.ChargeRequest;
import io.elchi.server.billing.Ledger.Difference;
import io.elchi.server.billing.ledger.PgCharges;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Money;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.inbound.InboundStores;
import io.elchi.server.messages.Message;
import io.elchi.server.observe.Metrics;
import io.elchi.server.tracking.Stage;
import io.elchi.smstext.receipt.ReceiptState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each thing that must add up is made wrong by hand, and found; nothing is put right in silence.
class ReconcilerTest {
    private static final long CLIENT = 2;
    private static final long RESELLER = 1;

    private final TestDatabase database = TestDatabase.fresh();
    private final ManualClock clock = ManualClock.atMidnight();
    private final Stage stage = Stage.on(database.database(), clock);
    private final Charges charges =
            new PgCharges(database.database().jdbc(), stage.transactions, clock, Duration.ofHours(1));
    private final Reconciler reconciler = new Reconciler(
            stage.transactions,
            stage.ledger,
            charges,
            stage.store,
            InboundStores.cdrs(database.database()),
            clock,
            new Metrics());

    /// Some messages at every step of their way.
    @BeforeEach
    void messages() throws Exception {
        stage.open(10_000, CLIENT, RESELLER);
        for (int i = 0; i < 6; i++) {
            Message message =
                    stage.accept(CLIENT, new long[] {RESELLER}, 2, Stage.candidate(1, 45_000_000, 40_000_000));
            if (i % 3 > 0) {
                stage.now(stage.submitted(message, 1, 2, "a" + i), stage.submitted(message, 2, 2, "b" + i));
            }
            if (i % 3 > 1) {
                stage.now(
                        stage.receipt(1, "a" + i, ReceiptState.DELIVERED),
                        stage.receipt(1, "b" + i, ReceiptState.UNDELIVERABLE));
            }
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(reconciler.run()).isEmpty();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Map<String, Object> books() {
        return database.database()
                .jdbc()
                .sql(
                        "SELECT (SELECT string_agg(b::text, ';' ORDER BY account_id) FROM billing.account_balances b) AS b,"
                                + " (SELECT string_agg(t::text, ';' ORDER BY id) FROM billing.account_transactions t) AS t,"
                                + " (SELECT string_agg(e::text, ';' ORDER BY e) FROM messages.events e) AS e")
                .query()
                .singleRow();
    }

    /// The owner of the tables may switch their guards off.
    private void unguarded(String sql) throws SQLException {
        String guards = "ALTER TABLE billing.account_transactions %s TRIGGER USER; ";
        database.execute(guards.formatted("DISABLE") + sql + "; " + guards.formatted("ENABLE"));
    }

    /// Found, with the right figures, each time again; and left as it is.
    private List<Difference> planted(String sql) throws SQLException {
        // A person with the right to may still do it.
        unguarded(sql);
        Map<String, Object> before = books();
        List<Difference> found = reconciler.run();
        assertThat(found).isNotEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(reconciler.run()).isEqualTo(found);
        assertThat(books()).isEqualTo(before);
        return found;
    }

    private static Money uzs(String amount) {
        return new Money("UZS", Money.microsOf(amount));
    }

    @Test
    void aBalanceThatIsNotTheSumOfItsEntries() throws Exception {
        long micros = stage.ledger.balance(CLIENT).orElseThrow().balance().micros();
        assertThat(planted("UPDATE billing.account_balances SET balance = balance + 0.000001 WHERE account_id = 2"))
                .containsExactly(
                        new Difference(CLIENT, "balance", new Money("UZS", micros + 1), new Money("UZS", micros)));
    }

    @Test
    void aReservationThatNoMessageHolds() throws Exception {
        Money reserved = stage.ledger.balance(RESELLER).orElseThrow().reserved();
        assertThat(planted("UPDATE billing.account_balances SET reserved = reserved + 1 WHERE account_id = 1"))
                .containsExactly(new Difference(RESELLER, "reserved", reserved.plus(uzs("1")), reserved));
    }

    /// What another system has reserved counts, until it is posted, voided or over.
    @Test
    void aChargeThatIsOpenHoldsWhatItReserved() throws Exception {
        for (String id : List.of("open", "posted", "voided", "expired")) {
            charge(id, ChargeAction.RESERVE, "7.5", id.equals("expired") ? Duration.ofSeconds(1) : null);
        }
        charge("posted", ChargeAction.POST, "2.25", null);
        charge("voided", ChargeAction.VOID, null, null);
        assertThat(reconciler.run()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        charges.expire();
        assertThat(reconciler.run()).isEmpty();
        Money reserved = stage.ledger.balance(CLIENT).orElseThrow().reserved();
        assertThat(planted("UPDATE billing.charges SET state = 'voided', ended_at = now() WHERE external_id = 'open'"))
                .containsExactly(new Difference(CLIENT, "reserved", reserved, reserved.minus(uzs("7.5"))));
    }

    private void charge(String id, ChargeAction action, String amount, Duration expiresIn) {
        charges.request(
                new ChargeRequest(CLIENT, id, action, amount == null ? null : uzs(amount), null, expiresIn, true));
    }

    @Test
    void aMessageWhoseReservationIsGone() throws Exception {
        assertThat(planted("DELETE FROM messages.unfinished WHERE message_id ="
                        + " (SELECT min(message_id::text)::uuid FROM messages.unfinished)"))
                .extracting(Difference::what)
                .containsExactly("reserved", "reserved");
    }

    @Test
    void anEntryThatIsNotTheSumOfItsCharges() throws Exception {
        assertThat(planted("UPDATE messages.events SET price = price + 1 WHERE ctid ="
                        + " (SELECT ctid FROM messages.events WHERE kind = 1 LIMIT 1) AND kind = 1 AND part = 1"))
                .anySatisfy(difference -> {
                    assertThat(difference.accountId()).isEqualTo(CLIENT);
                    assertThat(difference.what()).startsWith("entry ");
                    assertThat(difference.expected().minus(difference.found())).isEqualTo(uzs("1"));
                });
    }

    @Test
    void anEntryWithoutCharges() throws Exception {
        List<Difference> found = planted(
                "INSERT INTO billing.account_transactions (account_id, batch, direction, amount,"
                        + " currency, reason, parts, created_at) SELECT 2, batch + 1, 'debit', 5, 'UZS', 'sms_charge', 1, created_at"
                        + " FROM billing.account_transactions WHERE account_id = 2 AND batch IS NOT NULL ORDER BY id LIMIT 1");
        assertThat(found).extracting(Difference::accountId).containsOnly(CLIENT);
        assertThat(found).extracting(Difference::what).contains("balance");
        assertThat(found).anySatisfy(difference -> {
            assertThat(difference.what()).startsWith("entry ");
            assertThat(difference.expected()).isEqualTo(uzs("0"));
        });
    }

    @Test
    void chargesWithoutAnEntry() throws Exception {
        List<Difference> found = planted("DELETE FROM billing.account_transactions WHERE id = (SELECT max(id)"
                + " FROM billing.account_transactions WHERE account_id = 1 AND batch IS NOT NULL)");
        assertThat(found).extracting(Difference::accountId).containsOnly(RESELLER);
        assertThat(found).anySatisfy(difference -> assertThat(difference.what()).endsWith("without an entry"));
        assertThat(found).extracting(Difference::what).contains("balance");
    }

    /// However long ago the last look was, each charge is compared once.
    @Test
    void chargesOfHoursAreLookedAtMinuteByMinute() throws Exception {
        for (int millis : new int[] {49_999, 1, 1, 59_998, 1, 1, 3_600_000, 60_000}) {
            clock.advance(Duration.ofMillis(millis));
            Message message =
                    stage.accept(CLIENT, new long[] {RESELLER}, 1, Stage.candidate(1, 45_000_000, 40_000_000));
            stage.now(stage.submitted(message, 1, 1, "late" + clock.now().toEpochMilli()));
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(reconciler.run()).isEmpty();
        Reconciler restarted = new Reconciler(
                stage.transactions,
                stage.ledger,
                charges,
                stage.store,
                InboundStores.cdrs(database.database()),
                clock,
                new Metrics());
        unguarded("UPDATE billing.account_transactions"
                + " SET amount = amount + 1 WHERE batch IS NOT NULL AND account_id = 2");
        List<Difference> entries = restarted.run().stream()
                .filter(difference -> difference.what().startsWith("entry "))
                .toList();
        long charged = database.database()
                .jdbc()
                .sql("SELECT count(*) FROM billing.account_transactions WHERE batch IS NOT NULL AND account_id = 2")
                .query(Long.class)
                .single();
        assertThat(charged).isGreaterThan(8);
        assertThat(entries).hasSize((int) charged).doesNotHaveDuplicates();
    }

    @Test
    void aFaultThatIsPutRightIsOver() throws Exception {
        planted("UPDATE billing.account_balances SET balance = balance + 1 WHERE account_id = 2");
        database.execute("UPDATE billing.account_balances SET balance = balance - 1 WHERE account_id = 2");
        assertThat(reconciler.run()).isEmpty();
    }

    /// What was summed up and found right before is not believed for ever: the sum itself stands in a table.
    @Test
    void aFaultAfterACheckpointIsFoundToo() throws Exception {
        clock.advance(Duration.ofHours(1));
        assertThat(reconciler.run()).isEmpty();
        assertThat(planted("UPDATE billing.account_balances SET balance = balance - 2 WHERE account_id = 1"))
                .extracting(Difference::what)
                .containsExactly("balance");
    }
}
