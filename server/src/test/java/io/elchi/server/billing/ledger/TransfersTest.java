package io.elchi.server.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.LedgerFilter;
import io.elchi.server.billing.Ledger.Refund;
import io.elchi.server.billing.Ledger.Transfer;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.testkit.Seeds;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Refunds, transfers, and the ledger as it was.
class TransfersTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final AtomicLong ACCOUNTS = new AtomicLong();

    private final Ledger ledger =
            new PgLedger(DATABASE.database().jdbc(), DATABASE.database().transactions());

    private long account(long micros) {
        long id = ACCOUNTS.incrementAndGet();
        DATABASE.database().transactions().run(tx -> {
            ledger.open(tx, id, uzs(0));
            return null;
        });
        if (micros > 0) {
            ledger.topUp(id, uzs(micros), "start");
        }
        return id;
    }

    private static Money uzs(long micros) {
        return new Money("UZS", micros);
    }

    private long balance(long account) {
        return ledger.balance(account).orElseThrow().balance().micros();
    }

    private static Transfer transfer(long from, long to, long micros, String reference) {
        return new Transfer(from, to, uzs(micros), reference, null, true);
    }

    private void refused(String message, Runnable step) {
        assertThatThrownBy(step::run).isInstanceOf(RefusedException.class).hasMessageContaining(message);
    }

    @Test
    void aTransferIsTwoEntriesOrNone() {
        long reseller = account(10);
        long client = account(0);
        Ledger.Transferred done = ledger.transfer(transfer(reseller, client, 7, "t"));
        assertThat(done.repeated()).isFalse();
        assertThat(done.debit().counterAccountId()).isEqualTo(client);
        assertThat(done.credit().counterAccountId()).isEqualTo(reseller);
        assertThat(done.credit().amount()).isEqualTo(uzs(7));
        assertThat(done.balance()).isEqualTo(ledger.balance(reseller).orElseThrow());
        assertThat(ledger.transfer(transfer(reseller, client, 7, "t")).repeated())
                .isTrue();
        refused("insufficient_funds", () -> ledger.transfer(transfer(reseller, client, 4, "more")));
        refused("conflict", () -> ledger.transfer(transfer(reseller, client, 2, "t")));
        refused("conflict", () -> ledger.transfer(transfer(client, reseller, 7, "t")));
        long other = account(0);
        refused("conflict", () -> ledger.transfer(transfer(reseller, other, 7, "t")));
        // The other account knows the reference, the sender does not.
        long third = account(5);
        refused("conflict", () -> ledger.transfer(transfer(third, client, 5, "t")));
        assertThat(List.of(balance(reseller), balance(client), balance(other), balance(third)))
                .containsExactly(3L, 7L, 0L, 5L);
        assertThat(ledger.entries(other, null, 10).items()).isEmpty();
    }

    /// Many at once, both ways and with repetitions: no money appears or is lost, and nobody waits for ever.
    @Test
    void transfersThatMeetKeepTheSum() throws Exception {
        List<Long> accounts = List.of(account(1_000), account(1_000), account(1_000));
        AtomicInteger booked = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                // Each of them twice.
                SplittableRandom random = new SplittableRandom(i / 2);
                int from = random.nextInt(3);
                Transfer transfer = transfer(
                        accounts.get(from),
                        accounts.get((from + 1 + random.nextInt(2)) % 3),
                        random.nextLong(1, 400),
                        "t" + i / 2);
                tasks.add(() -> {
                    try {
                        booked.addAndGet(ledger.transfer(transfer).repeated() ? 0 : 1);
                    } catch (RefusedException e) {
                        assertThat(e).hasMessageContaining("insufficient_funds");
                    }
                    return null;
                });
            }
            for (Future<Void> each : threads.invokeAll(tasks)) {
                each.get();
            }
        }
        assertThat(accounts.stream().mapToLong(this::balance).sum()).isEqualTo(3_000);
        assertThat(accounts).allSatisfy(each -> assertThat(balance(each)).isNotNegative());
        int entries = accounts.stream()
                .mapToInt(each -> ledger.entries(each, null, 1_000).items().size() - 1)
                .sum();
        assertThat(entries).isEqualTo(2 * booked.get()).isPositive();
        List<Ledger.Difference> differences =
                DATABASE.database().transactions().run(tx -> ledger.audit(tx, Instant.EPOCH));
        assertThat(differences).extracting(Ledger.Difference::accountId).doesNotContainAnyElementsOf(accounts);
    }

    @Test
    void aMessageIsRefundedUpToWhatItWasCharged() {
        long account = account(0);
        MessageId message = MessageId.firstAt(Instant.parse("2026-11-24T10:00:00Z"));
        assertThat(ledger.refund(account, of(message, 6, "r1")).repeated()).isFalse();
        assertThat(ledger.refund(account, of(message, 6, "r1")).repeated()).isTrue();
        refused("conflict", () -> ledger.refund(account, of(message, 5, "r2")));
        refused("conflict", () -> ledger.refund(account, of(message, 5, "r1")));
        refused("conflict", () -> ledger.refund(account, of(null, 6, "r1")));
        ledger.refund(account, of(message, 4, "r2"));
        refused("conflict", () -> ledger.refund(account, of(message, 1, "r3")));
        ledger.refund(account, of(null, 100, "r3"));
        assertThat(balance(account)).isEqualTo(110);
        assertThat(ledger.entries(account, null, 10).items().getFirst().note()).isEqualTo("late");
    }

    private static Refund of(MessageId message, long micros, String reference) {
        return new Refund(uzs(micros), reference, "late", message, message == null ? null : uzs(10));
    }

    @Test
    void refundsMayAddUpToMoreThanAnAmountCanBe() {
        long account = account(0);
        long share = Money.MOST_MICROS / 3 * 2;
        ledger.adjust(account, new Ledger.Adjustment(uzs(-share), "all", "spent", true));
        MessageId message = MessageId.firstAt(Instant.parse("2026-11-24T10:00:02Z"));
        Money charged = uzs(Money.MOST_MICROS);
        ledger.refund(account, new Refund(uzs(share), "one", "late", message, charged));
        refused("conflict", () -> ledger.refund(account, new Refund(uzs(share), "two", "late", message, charged)));
        assertThat(balance(account)).isZero();
    }

    @Test
    void refundsThatMeetStayWithinTheCharge() throws Exception {
        long account = account(0);
        MessageId message = MessageId.firstAt(Instant.parse("2026-11-24T10:00:01Z"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String reference = "r" + i;
                tasks.add(() -> {
                    try {
                        return !ledger.refund(account, of(message, 3, reference))
                                .repeated();
                    } catch (RefusedException e) {
                        return false;
                    }
                });
            }
            int booked = 0;
            for (Future<Boolean> each : threads.invokeAll(tasks)) {
                booked += each.get() ? 1 : 0;
            }
            assertThat(booked).isEqualTo(3);
        }
        assertThat(balance(account)).isEqualTo(9);
    }

    /// Entries of a random past, with times that do not ascend with their ids: each filter gives what a look at
    /// all of them gives, and each moment's balance is their sum.
    @Test
    void filtersAndPastBalancesAreWhatTheEntriesSay() {
        Instant begin = Instant.parse("2026-11-20T00:00:00Z");
        Seeds.forEach(15, random -> {
            long account = account(0);
            for (int i = 0; i < 40; i++) {
                insert(account, random, begin, i);
            }
            List<Ledger.Entry> all = ledger.entries(account, null, 1_000).items();
            assertThat(all).hasSize(40);
            for (int i = 0; i < 20; i++) {
                Instant at = begin.plusSeconds(random.nextInt(-2, 62));
                long sum = all.stream()
                        .filter(entry -> !entry.at().isAfter(at))
                        .mapToLong(entry -> entry.credit()
                                ? entry.amount().micros()
                                : -entry.amount().micros())
                        .sum();
                assertThat(ledger.balanceAt(account, at)).contains(uzs(sum));
                LedgerFilter filter = filter(random, account, begin);
                assertThat(ledger.entries(filter, null, 1_000).items())
                        .as("%s", filter)
                        .isEqualTo(all.stream()
                                .filter(entry -> fits(filter, entry))
                                .toList());
            }
        });
        assertThat(ledger.balanceAt(ACCOUNTS.get() + 1, begin)).isEmpty();
    }

    private static void insert(long account, SplittableRandom random, Instant begin, int nth) {
        DATABASE.database()
                .jdbc()
                .sql("INSERT INTO billing.account_transactions (account_id, direction, amount, currency, reason,"
                        + " external_ref, created_at) VALUES (?, ?, ?, 'UZS', ?, ?, ?)")
                .param(account)
                .param(random.nextBoolean() ? "credit" : "debit")
                .param(BigDecimal.valueOf(random.nextInt(50), 6))
                .param(random.nextBoolean() ? "topup" : "refund")
                .param("ref" + nth)
                .param(begin.plusSeconds(random.nextInt(60)).atOffset(ZoneOffset.UTC))
                .update();
    }

    private static LedgerFilter filter(SplittableRandom random, long account, Instant begin) {
        return new LedgerFilter(
                account,
                random.nextBoolean() ? null : "topup",
                random.nextBoolean() ? null : random.nextBoolean(),
                random.nextBoolean() ? null : begin.plusSeconds(random.nextInt(60)),
                random.nextBoolean() ? null : begin.plusSeconds(random.nextInt(60)),
                random.nextInt(5) > 0 ? null : "ref" + random.nextInt(40),
                random.nextBoolean() ? null : random.nextLong(50),
                random.nextBoolean() ? null : random.nextLong(50));
    }

    private static boolean fits(LedgerFilter filter, Ledger.Entry entry) {
        long micros = entry.amount().micros();
        return (filter.reason() == null || filter.reason().equals(entry.reason()))
                && (filter.credit() == null || filter.credit() == entry.credit())
                && (filter.from() == null || !entry.at().isBefore(filter.from()))
                && (filter.before() == null || entry.at().isBefore(filter.before()))
                && (filter.reference() == null || filter.reference().equals(entry.reference()))
                && (filter.leastMicros() == null || micros >= filter.leastMicros())
                && (filter.mostMicros() == null || micros <= filter.mostMicros());
    }
}
