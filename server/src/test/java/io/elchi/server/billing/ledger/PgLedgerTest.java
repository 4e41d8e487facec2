package io.elchi.server.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.testkit.Seeds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The ledger in PostgreSQL against its naive twin, and what only PostgreSQL can show.
class PgLedgerTest {
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00.123456Z");

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static long nextAccount = 1;
    private static long nextBatch = 1;

    private final Ledger ledger =
            new PgLedger(DATABASE.database().jdbc(), DATABASE.database().transactions());

    private long open(Money limit) {
        long account = nextAccount++;
        DATABASE.database().transactions().run(tx -> {
            ledger.open(tx, account, limit);
            return null;
        });
        return account;
    }

    private static Money uzs(long micros) {
        return new Money("UZS", micros);
    }

    /// What PostgreSQL plans once a connection, and not for each commit.
    @Test
    void aReservationIsNotPlannedEachTime() {
        long account = open(uzs(1_000_000));
        long[] plans = DATABASE.database().transactions().run(tx -> {
            for (int i = 0; i < 40; i++) {
                ledger.reserve(tx, List.of(new Claim(new long[] {account}, new long[] {1})));
            }
            try (var select = tx.connection()
                            .prepareStatement("SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements"
                                    + " WHERE statement LIKE '%billing.account_balances%'");
                    var row = select.executeQuery()) {
                row.next();
                return new long[] {row.getLong(1), row.getLong(2)};
            }
        });
        assertThat(plans[0]).as("generic").isGreaterThan(plans[1]);
        assertThat(plans[1]).as("custom: the first five of each statement").isLessThanOrEqualTo(10);
    }

    /// Each ledger is new, so that none has seen a shortfall and all try to reserve at once.
    @Test
    void theLastFundsAreReservedOnceByManyAtATime() throws InterruptedException {
        long account = open(uzs(100_000_000));
        long reseller = open(uzs(60_000_000));
        AtomicInteger admitted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int claim = 0; claim < 25; claim++) {
                    Ledger fresh = new PgLedger(
                            DATABASE.database().jdbc(), DATABASE.database().transactions());
                    Claim one = new Claim(new long[] {account, reseller}, new long[] {1_000_000, 1_000_000});
                    Ledger.Shortfall[] lacking =
                            DATABASE.database().transactions().run(tx -> fresh.reserve(tx, List.of(one)));
                    admitted.addAndGet(lacking[0] == null ? 1 : 0);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(60);
        assertThat(ledger.balance(account).orElseThrow().reserved()).isEqualTo(uzs(60_000_000));
        assertThat(ledger.balance(reseller).orElseThrow().reserved()).isEqualTo(uzs(60_000_000));
    }

    /// Random claims, charges, releases and payments: both say the same of every account at every step.
    @Test
    void bothLedgersSayTheSame() {
        Seeds.forEach(40, random -> {
            MemoryLedger twin = new MemoryLedger();
            MemoryTransactions twins = new MemoryTransactions(() -> MemoryTransactions.End.COMMITTED);
            List<Long> accounts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Money limit = uzs(random.nextInt(3) == 0 ? random.nextLong(5_000_000) : 0);
                accounts.add(open(limit));
                twin.open(accounts.getLast(), limit);
            }
            for (int step = 0; step < 25; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> topUp(random, twin, accounts);
                    case 1 -> settle(random, twin, twins, accounts);
                    default -> reserve(random, twin, twins, accounts);
                }
                for (long account : accounts) {
                    assertThat(ledger.balance(account)).isEqualTo(twin.balance(account));
                }
            }
            assertThat(ledger.balances(accounts)).isEqualTo(twin.balances(accounts));
            sumsAreRight(accounts);
        });
    }

    private void topUp(SplittableRandom random, MemoryLedger twin, List<Long> accounts) {
        long account = accounts.get(random.nextInt(accounts.size()));
        // The same reference again, sometimes, with the same amount.
        int payment = random.nextInt(6);
        Money amount = uzs(1 + payment * 777_777L);
        assertThat(ledger.topUp(account, amount, "p" + payment).repeated())
                .isEqualTo(twin.topUp(account, amount, "p" + payment).repeated());
    }

    private void reserve(SplittableRandom random, MemoryLedger twin, MemoryTransactions twins, List<Long> accounts) {
        List<Claim> claims = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int payer = random.nextInt(accounts.size());
            long[] payers = random.nextBoolean()
                    ? new long[] {accounts.get(payer)}
                    : new long[] {accounts.get(payer), accounts.get((payer + 1) % accounts.size())};
            claims.add(
                    new Claim(payers, random.longs(payers.length, 0, 2_000_000).toArray()));
        }
        Ledger.Shortfall[] lacking = DATABASE.database().transactions().run(tx -> ledger.reserve(tx, claims));
        assertThat(lacking).isEqualTo(twins.<Ledger.Shortfall[]>run(tx -> twin.reserve(tx, claims)));
    }

    private void settle(SplittableRandom random, MemoryLedger twin, MemoryTransactions twins, List<Long> accounts) {
        List<Movement> movements = new ArrayList<>();
        for (long account : accounts) {
            long reserved = ledger.balance(account).orElseThrow().reserved().micros();
            if (reserved > 0 && random.nextBoolean()) {
                long released = random.nextLong(reserved + 1);
                long posted = random.nextInt(3) == 0 ? 0 : random.nextLong(released + 1);
                movements.add(new Movement(account, posted, released, random.nextInt(1, 5)));
            }
        }
        long batch = nextBatch++;
        DATABASE.database().transactions().run(tx -> {
            ledger.settle(tx, batch, movements, AT);
            return null;
        });
        twins.run(tx -> {
            twin.settle(tx, batch, movements, AT);
            return null;
        });
        assertThat(ledger.holds(batch)).isEqualTo(twin.holds(batch));
    }

    private void sumsAreRight(List<Long> accounts) {
        for (long account : accounts) {
            long sum = 0;
            String cursor = null;
            do {
                Page<Ledger.Entry> page = ledger.entries(account, cursor, 3);
                for (Ledger.Entry entry : page.items()) {
                    assertThat(entry.accountId()).isEqualTo(account);
                    sum += entry.credit()
                            ? entry.amount().micros()
                            : -entry.amount().micros();
                }
                cursor = page.next();
            } while (cursor != null);
            assertThat(sum)
                    .isEqualTo(ledger.balance(account).orElseThrow().balance().micros());
        }
        DATABASE.database().transactions().run(tx -> {
            assertThat(ledger.audit(tx, Instant.EPOCH)).isEmpty();
            return null;
        });
    }

    @Test
    void aBatchIsSettledOnce() {
        long account = open(uzs(10));
        long batch = nextBatch++;
        List<Movement> movements = List.of(new Movement(account, 3, 0, 1));
        DATABASE.database().transactions().run(tx -> {
            ledger.settle(tx, batch, movements, AT);
            return null;
        });
        NotCommittedException again = catchThrowableOfType(
                NotCommittedException.class,
                () -> DATABASE.database().transactions().run(tx -> {
                    ledger.settle(tx, batch, movements, AT);
                    return null;
                }));
        assertThat(again.isDuplicateKey()).isTrue();
        assertThat(ledger.balance(account).orElseThrow().balance()).isEqualTo(uzs(-3));
    }

    @Test
    void aPaymentThatCannotBeIsRefused() {
        long account = open(Money.zero("UZS"));
        refused(Failure.INVALID_FIELD, () -> ledger.topUp(account, uzs(0), "a"));
        refused(Failure.INVALID_FIELD, () -> ledger.topUp(account, new Money("USD", 1), "a"));
        refused(Failure.NOT_FOUND, () -> ledger.topUp(999_999_999, uzs(1), "a"));
        ledger.topUp(account, uzs(5), "a");
        refused(Failure.CONFLICT, () -> ledger.topUp(account, uzs(6), "a"));
        assertThat(ledger.topUp(account, uzs(5), "a").repeated()).isTrue();
        refused(Failure.INVALID_FIELD, () -> ledger.topUp(account, uzs(999_999_999_999_999_999L), "b"));
        assertThat(ledger.balance(account).orElseThrow().balance()).isEqualTo(uzs(5));
        assertThat(ledger.entries(account, null, 10).items()).hasSize(1);
    }

    private static void refused(Failure failure, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().failure()).isEqualTo(failure));
    }

    /// A hundred messages want the money that ten can have, from many threads, in either order of two payers.
    @Test
    void whatIsAvailableIsGivenOnceHoweverManyAskAtOnce() throws InterruptedException {
        long one = open(Money.zero("UZS"));
        long two = open(Money.zero("UZS"));
        ledger.topUp(one, uzs(10), "x");
        ledger.topUp(two, uzs(10), "x");
        AtomicInteger admitted = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long[] payers = i % 2 == 0 ? new long[] {one, two} : new long[] {two, one};
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int j = 0; j < 25; j++) {
                    Ledger.Shortfall[] lacking = DATABASE.database()
                            .transactions()
                            .run(tx -> ledger.reserve(tx, List.of(new Claim(payers, new long[] {1, 1}))));
                    admitted.addAndGet((int) Arrays.stream(lacking)
                            .filter(java.util.Objects::isNull)
                            .count());
                }
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(10);
        assertThat(ledger.balance(one).orElseThrow().available()).isEqualTo(uzs(0));
        assertThat(ledger.balance(two).orElseThrow().available()).isEqualTo(uzs(0));
    }

    @Test
    void entriesAreNeverChanged() {
        long account = open(Money.zero("UZS"));
        ledger.topUp(account, uzs(1), "x");
        for (String change : List.of(
                "UPDATE billing.account_transactions SET amount = 2",
                "DELETE FROM billing.account_transactions",
                "TRUNCATE billing.account_transactions")) {
            assertThatThrownBy(() -> DATABASE.execute(change))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("append-only");
        }
    }
}
