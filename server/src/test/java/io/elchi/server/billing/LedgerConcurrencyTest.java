package io.elchi.server.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.Ledger.Difference;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Money;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Many committers on the same accounts at once.
class LedgerConcurrencyTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final int THREADS = 50;
    private static final int ROUNDS = 20;
    private static final long HOT = 1_000;
    private static final long[] RESELLERS = {1, 2, 3};

    private final Transactions transactions = DATABASE.database().transactions();
    private final PgLedger ledger = new PgLedger(DATABASE.database().jdbc(), transactions);
    private final Batches batches = new Batches(Clock.SYSTEM, new Random(7)::nextLong);
    private final AtomicInteger refused = new AtomicInteger();

    /// What a thread has reserved and not yet settled, by account.
    private record Left(Map<Long, Long> reserved, Map<Long, Long> posted) {
        Left() {
            this(new HashMap<>(), new HashMap<>());
        }
    }

    @Test
    void fiftyThreadsOnOneHotAccountLoseNothingAndNeverDeadlock() throws Exception {
        for (long account : accounts()) {
            transactions.run(tx -> {
                ledger.open(tx, account, Money.zero("UZS"));
                return null;
            });
            // So little that many claims are refused, with odd millionths.
            ledger.topUp(account, new Money("UZS", account == HOT ? 900_000_007 : 1_700_000_003), "start");
        }
        List<Left> left = inThreads(this::reserveAndSettle);
        assertThat(refused).as("refused claims").hasPositiveValue();
        for (long account : accounts()) {
            Balance balance = ledger.balance(account).orElseThrow();
            long sum = ledger.entries(account, null, 100_000).items().stream()
                    .mapToLong(entry -> entry.credit()
                            ? entry.amount().micros()
                            : -entry.amount().micros())
                    .sum();
            assertThat(balance.balance().micros()).as("balance of %s", account).isEqualTo(sum);
            assertThat(balance.reserved().micros())
                    .as("reserved of %s", account)
                    .isEqualTo(sum(left, Left::reserved, account));
            assertThat(balance.available().micros())
                    .as("available of %s", account)
                    .isNotNegative();
            assertThat(ledger.entries(account, null, 100_000).items().stream()
                            .filter(entry -> !entry.credit())
                            .mapToLong(entry -> entry.amount().micros())
                            .sum())
                    .as("charged to %s", account)
                    .isEqualTo(sum(left, Left::posted, account));
        }
        List<Difference> differences = transactions.run(tx -> ledger.audit(tx, Instant.now()));
        assertThat(differences).isEmpty();
    }

    private static List<Long> accounts() {
        return List.of(1L, 2L, 3L, HOT, 1_001L, 1_002L);
    }

    private static long sum(List<Left> left, java.util.function.Function<Left, Map<Long, Long>> what, long account) {
        return left.stream()
                .mapToLong(each -> what.apply(each).getOrDefault(account, 0L))
                .sum();
    }

    private Left reserveAndSettle(int thread) {
        SplittableRandom random = new SplittableRandom(thread);
        Left left = new Left();
        for (int round = 0; round < ROUNDS; round++) {
            List<Claim> claims = new ArrayList<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                claims.add(claim(random));
            }
            Ledger.Shortfall[] lacking = transactions.run(tx -> ledger.reserve(tx, claims));
            Map<Long, Long> reserved = new HashMap<>();
            for (int i = 0; i < lacking.length; i++) {
                refused.addAndGet(lacking[i] == null ? 0 : 1);
                for (int level = 0; lacking[i] == null && level < claims.get(i).accounts().length; level++) {
                    reserved.merge(
                            claims.get(i).accounts()[level], claims.get(i).micros()[level], Long::sum);
                }
            }
            if (random.nextInt(8) == 0) {
                reserved.forEach((account, micros) -> left.reserved.merge(account, micros, Long::sum));
            } else {
                settle(random, reserved, left);
            }
        }
        return left;
    }

    /// The hot account or another one, under the resellers in any order.
    private static Claim claim(SplittableRandom random) {
        List<Long> payers = new ArrayList<>();
        for (long reseller : RESELLERS) {
            payers.add(reseller);
        }
        Collections.shuffle(payers, new Random(random.nextLong()));
        payers = new ArrayList<>(payers.subList(0, random.nextInt(4)));
        payers.addFirst(random.nextInt(4) > 0 ? HOT : 1_001 + random.nextInt(2));
        long[] micros = new long[payers.size()];
        for (int level = 0; level < micros.length; level++) {
            micros[level] = random.nextLong(1, 3_000_000);
        }
        return new Claim(payers.stream().mapToLong(Long::longValue).toArray(), micros);
    }

    private void settle(SplittableRandom random, Map<Long, Long> reserved, Left left) {
        List<Movement> movements = new ArrayList<>();
        reserved.forEach((account, micros) -> {
            long posted = random.nextInt(5) == 0 ? 0 : random.nextLong(micros + 1);
            movements.add(new Movement(account, posted, micros, 1));
            left.posted.merge(account, posted, Long::sum);
        });
        Collections.shuffle(movements, new Random(random.nextLong()));
        long batch = batches.next();
        transactions.run(tx -> {
            ledger.settle(tx, batch, movements, Instant.now());
            return null;
        });
    }

    @Test
    void aPaymentThatIsReportedByManyAtOnceIsBookedOnce() throws Exception {
        long account = 5_000;
        transactions.run(tx -> {
            ledger.open(tx, account, Money.zero("UZS"));
            return null;
        });
        inThreads(thread -> {
            for (int payment = 0; payment < 5; payment++) {
                ledger.topUp(account, new Money("UZS", 1_000_001), "payment-" + payment);
            }
            return thread;
        });
        assertThat(ledger.balance(account).orElseThrow().balance()).isEqualTo(new Money("UZS", 5_000_005));
        assertThat(ledger.entries(account, null, 100).items()).hasSize(5);
    }

    private interface Task<T> {
        T run(int thread) throws Exception;
    }

    private static <T> List<T> inThreads(Task<T> task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> task.run(thread));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(tasks)) {
                results.add(each.get());
            }
            return results;
        }
    }
}
