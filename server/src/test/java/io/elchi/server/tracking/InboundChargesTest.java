package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.ledger.PgCharges;
import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Money;
import io.elchi.server.core.Payer;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.inbound.InboundCdr;
import io.elchi.server.inbound.InboundCdrs;
import io.elchi.server.inbound.InboundState;
import io.elchi.server.inbound.InboundStores;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.store.PgMessageStore;
import io.elchi.server.observe.Metrics;
import io.elchi.server.reconcile.Reconciler;
import io.elchi.smstext.coding.LinkCoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages from handsets are charged once, in two processes on one database, and the books add up.
class InboundChargesTest {
    private static final long CLIENT = 2;
    private static final long RESELLER = 1;
    private static final int UDHI = 0x40;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = ManualClock.atMidnight();
    private final InboundCdrs cdrs = InboundStores.cdrs(database.database());
    private Stage one;
    private Stage other;
    private Reconciler reconciler;

    @BeforeEach
    void prices() throws Exception {
        Samples.days(database.database(), clock);
        database.execute(
                "INSERT INTO inbound.numbers (number, account_id) VALUES ('1700', 2), ('1800', 2), ('1900', 3);"
                        + " INSERT INTO inbound.prices (account_id, number, operator_id, unit, price, currency) VALUES"
                        + " (2, '1700', NULL, 'part', 25, 'UZS'), (2, '1700', 7, 'part', 1, 'UZS'),"
                        + " (1, NULL, NULL, 'message', 10, 'UZS'), (NULL, '1700', NULL, 'message', 99, 'UZS'),"
                        + " (NULL, '1800', NULL, 'message', 40, 'USD');"
                        + " INSERT INTO inbound.costs (operator_id, number, unit, cost, currency) VALUES"
                        + " (1, NULL, 'part', 4, 'UZS'), (1, '1800', 'message', 0.5, 'USD')");
        one = stage();
        other = stage();
        one.open(1_000, CLIENT, RESELLER);
        reconciler = new Reconciler(
                one.transactions,
                one.ledger,
                new PgCharges(database.database().jdbc(), one.transactions, clock, Duration.ofHours(1)),
                one.store,
                cdrs,
                clock,
                new Metrics());
    }

    private Stage stage() {
        List<Payer> client = List.of(new Payer(CLIENT, "UZS"), new Payer(RESELLER, "UZS"));
        return new Stage(
                database.database().transactions(),
                new PgLedger(database.database().jdbc(), database.database().transactions()),
                new PgMessageStore(database.database().jdbc(), _ -> 1),
                InboundStores.charging(
                        database.database(), clock, InboundStores.prices(database.database()), List.of(client)),
                clock);
    }

    @AfterEach
    void theBooksAddUp() {
        clock.advance(Duration.ofSeconds(10));
        assertThat(reconciler.run()).isEmpty();
    }

    private Outcome.Received text(long operator, String to, String text) {
        return received(operator, to, 0, text.getBytes(StandardCharsets.US_ASCII), text);
    }

    private Outcome.Received part(int reference, int total, int sequence, String text) {
        byte[] octets = HexFormat.of()
                .parseHex("050003%02x%02x%02x".formatted(reference, total, sequence)
                        + HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
        return received(1, "1700", UDHI, octets, text);
    }

    private Outcome.Received received(long operator, String to, int esmClass, byte[] octets, String text) {
        Outcome.Received.Wire wire = new Outcome.Received.Wire(
                1, 1, 0, 0, esmClass, -1, -1, -1, null, new byte[0], null, LinkCoding.standard());
        return new Outcome.Received(operator, "998901234567", to, text, 0, octets, wire, () -> {}, clock.now());
    }

    private List<Ledger.Entry> charges() {
        List<Ledger.Entry> charges = new ArrayList<>();
        for (long account : List.of(CLIENT, RESELLER)) {
            one.ledger.entries(account, null, 500).items().stream()
                    .filter(entry -> entry.reason().equals(Ledger.INBOUND_CHARGE))
                    .forEach(charges::add);
        }
        return charges;
    }

    private List<InboundCdr> records() {
        return cdrs.list(InboundStores.everything(), null, 500).items();
    }

    private static Money uzs(String amount) {
        return new Money("UZS", Money.microsOf(amount));
    }

    @Test
    void theOwnerAndItsResellerPayTheirPricesInTheBatchThatTheRecordNames() throws Exception {
        one.now(text(1, "1700", "Balance"));
        InboundCdr cdr = records().getFirst();
        assertThat(cdr.price()).isEqualTo(uzs("25"));
        assertThat(cdr.upstream()).containsExactly(new InboundCdr.InboundPaid(RESELLER, 10_000_000));
        assertThat(cdr.cost()).isEqualTo(uzs("4"));
        assertThat(cdr.message().state()).isEqualTo(InboundState.COMPLETE);
        assertThat(charges())
                .extracting(Ledger.Entry::accountId, Ledger.Entry::batch, Ledger.Entry::amount, Ledger.Entry::parts)
                .containsExactly(tuple(CLIENT, cdr.batch(), uzs("25"), 1), tuple(RESELLER, cdr.batch(), uzs("10"), 1));
        assertThat(one.balance(CLIENT)).isEqualTo(975_000_000);
        assertThat(one.balance(RESELLER)).isEqualTo(990_000_000);
    }

    @Test
    void theOperatorsPriceGoesFirstAndAPriceInAnotherCurrencyIsNone() throws Exception {
        one.now(text(7, "1700", "Balance"), text(1, "1800", "Balance"), text(1, "1900", "Balance"), text(1, "5", "x"));
        assertThat(records())
                .extracting(each -> each.message().to() + " " + each.price() + " " + each.cost())
                .containsExactlyInAnyOrder(
                        "1700 1.000000 UZS null",
                        "1800 0.000000 UZS 0.500000 USD",
                        "1900 null 4.000000 UZS",
                        "5 null 4.000000 UZS");
        assertThat(one.balance(CLIENT)).isEqualTo(999_000_000);
    }

    @Test
    void aMessageThatArrivesTwiceIsChargedOnce() throws Exception {
        one.now(text(1, "1700", "Balance"));
        clock.advance(Duration.ofMinutes(1));
        other.now(text(1, "1700", "Balance"));
        one.now(text(1, "1700", "Balance"), text(1, "1700", "Balance"));
        assertThat(records()).hasSize(1);
        assertThat(one.balance(CLIENT)).isEqualTo(975_000_000);
    }

    @Test
    void partsAreChargedWhenTheLastOneComesWhicheverProcessGetsIt() throws Exception {
        one.now(part(9, 3, 3, "c"), part(9, 3, 1, "a"));
        assertThat(charges()).isEmpty();
        assertThat(records()).isEmpty();
        other.now(part(9, 3, 2, "b"));
        one.now(part(9, 3, 2, "b"), part(9, 3, 3, "c"));
        assertThat(records()).extracting(InboundCdr::price).containsExactly(uzs("75"));
        assertThat(records()).extracting(InboundCdr::cost).containsExactly(uzs("12"));
        assertThat(one.balance(CLIENT)).isEqualTo(925_000_000);
        assertThat(one.balance(RESELLER)).isEqualTo(990_000_000);
    }

    /// Each process has one part of each message, and the same whole message.
    @Test
    void twoProcessesAtOnceChargeOnce() throws Exception {
        int rounds = 20;
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rounds; i++) {
                Outcome.Received whole = text(1, "1700", "text " + i);
                List<CompletableFuture<Void>> both = List.of(
                        CompletableFuture.runAsync(() -> settled(start, one, whole, part(3, 2, 1, "a")), threads),
                        CompletableFuture.runAsync(() -> settled(start, other, whole, part(3, 2, 2, "b")), threads));
                both.forEach(CompletableFuture::join);
                clock.advance(InboundStores.RESEND_WINDOW);
            }
        }
        assertThat(records()).hasSize(2 * rounds);
        assertThat(one.balance(CLIENT)).isEqualTo(1_000_000_000 - rounds * 75_000_000L);
    }

    private static void settled(CyclicBarrier start, Stage stage, Outcome.Received... received) {
        try {
            start.await();
            stage.now(received);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anIncompleteMessageCostsItsOwnerNothing() throws Exception {
        one.now(part(9, 2, 1, "a"));
        clock.advance(InboundStores.JOIN_TIMEOUT);
        InboundStores.upkeep(database.database(), clock).run();
        one.now(part(9, 2, 1, "x"));
        one.now(part(9, 2, 1, "y"));
        assertThat(records()).extracting(each -> each.message().state()).containsOnly(InboundState.INCOMPLETE);
        assertThat(records()).extracting(InboundCdr::batch).containsExactly(0L, 0L);
        assertThat(charges()).isEmpty();
    }

    @Test
    void anAccountWithoutFundsGetsItsMessagesAndOwesThem() throws Exception {
        for (int i = 0; i < 41; i++) {
            one.now(text(1, "1700", "text " + i));
        }
        assertThat(records()).hasSize(41);
        assertThat(one.balance(CLIENT)).isEqualTo(-25_000_000);
        assertThat(one.ledger.balance(CLIENT).orElseThrow().availableMicros()).isNegative();
    }

    /// One settlement locks the balances of both, whatever their order.
    @Test
    void messagesToHandsetsAreChargedInTheSameTransaction() throws Exception {
        Message message = one.accept(RESELLER, new long[0], 1, Stage.candidate(1, 45_000_000));
        one.now(one.submitted(message, 1, 1, "a"), text(1, "1700", "Balance"));
        assertThat(one.balance(RESELLER)).isEqualTo(1_000_000_000 - 45_000_000 - 10_000_000);
        assertThat(one.ledger.entries(RESELLER, null, 10).items())
                .extracting(Ledger.Entry::reason)
                .containsExactlyInAnyOrder("topup", Ledger.SMS_CHARGE, Ledger.INBOUND_CHARGE);
    }

    @Test
    void whatARecordDoesNotShowIsFound() throws Exception {
        one.now(text(1, "1700", "Balance"));
        clock.advance(Duration.ofSeconds(10));
        long batch = records().getFirst().batch();
        database.execute("ALTER TABLE inbound.cdr_mo DISABLE TRIGGER USER;"
                + " UPDATE inbound.cdr_mo SET price = price + 1; ALTER TABLE inbound.cdr_mo ENABLE TRIGGER USER");
        assertThat(reconciler.run())
                .extracting(Ledger.Difference::accountId, Ledger.Difference::found, Ledger.Difference::expected)
                .containsExactly(tuple(CLIENT, uzs("25"), uzs("26")));
        database.execute("ALTER TABLE inbound.cdr_mo DISABLE TRIGGER USER; UPDATE inbound.cdr_mo SET batch = NULL;"
                + " ALTER TABLE inbound.cdr_mo ENABLE TRIGGER USER");
        assertThat(reconciler.run()).hasSize(2);
        database.execute("ALTER TABLE inbound.cdr_mo DISABLE TRIGGER USER; UPDATE inbound.cdr_mo SET price = price - 1,"
                + " batch = " + batch + "; ALTER TABLE inbound.cdr_mo ENABLE TRIGGER USER");
    }
}
