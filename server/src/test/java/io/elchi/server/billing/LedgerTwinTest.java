package io.elchi.server.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.Ledger.Difference;
import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.db.MemoryTransactions.End;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Tx;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The ledger in PostgreSQL beside its naive twin: the same steps in the same order, and after each of them the
/// same verdicts, balances and entries, to the millionth.
class LedgerTwinTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final AtomicLong ACCOUNTS = new AtomicLong();
    private static final AtomicLong BATCHES = new AtomicLong();

    @Test
    void bothLedgersSayTheSameAfterEveryStep() {
        Seeds.forEach(40, random -> {
            Twins twins = new Twins(random);
            for (int i = 0; i < 60; i++) {
                twins.step();
                twins.compareBalances();
            }
            twins.compareEntries();
        });
    }

    /// A message that was reserved: what each payer holds for a part, and how many parts are open.
    private static final class Open {
        private final long[] accounts;
        private final long[] microsOfPart;
        private int parts;

        Open(long[] accounts, long[] microsOfPart, int parts) {
            this.accounts = accounts;
            this.microsOfPart = microsOfPart;
            this.parts = parts;
        }
    }

    private static final class Twins {
        private final SplittableRandom random;
        private final PgLedger real =
                new PgLedger(DATABASE.database().jdbc(), DATABASE.database().transactions());
        private final MemoryLedger naive = new MemoryLedger();
        private final MemoryTransactions memory = new MemoryTransactions(() -> End.COMMITTED);
        /// A client, then the resellers above it, nearest first.
        private final List<long[]> chains = new ArrayList<>();
        private final Map<Long, String> currencies = new HashMap<>();
        private final List<Open> open = new ArrayList<>();
        private final List<String> references = new ArrayList<>();
        private long lastBatch;

        Twins(SplittableRandom random) {
            this.random = random;
            long top = account();
            long middle = account();
            long low = account();
            chains.add(new long[] {account()});
            chains.add(new long[] {account(), top});
            chains.add(new long[] {account(), middle, top});
            chains.add(new long[] {account(), low, middle, top});
            chains.add(new long[] {account(), low, middle, top});
        }

        private long account() {
            long id = ACCOUNTS.incrementAndGet();
            String currency = random.nextBoolean() ? "UZS" : "USD";
            Money credit = new Money(currency, random.nextInt(3) == 0 ? random.nextLong(10_000_000) : 0);
            DATABASE.database().transactions().run(tx -> {
                real.open(tx, id, credit);
                return null;
            });
            naive.open(id, credit);
            currencies.put(id, currency);
            return id;
        }

        void step() {
            switch (random.nextInt(13)) {
                case 0, 1, 2, 3 -> reserve(random.nextInt(6) == 0);
                case 4, 5, 6 -> settle();
                case 7, 8 -> topUp();
                case 9 -> adjust();
                case 10 -> refund();
                case 11 -> transfer();
                default -> creditLimit();
            }
        }

        private void reserve(boolean rolledBack) {
            List<Claim> claims = new ArrayList<>();
            List<Open> wanted = new ArrayList<>();
            for (int i = random.nextInt(1, 9); i > 0; i--) {
                long[] accounts = chains.get(random.nextInt(chains.size()));
                int parts = random.nextInt(1, 5);
                long[] ofPart = new long[accounts.length];
                long[] micros = new long[accounts.length];
                for (int level = 0; level < accounts.length; level++) {
                    ofPart[level] = random.nextInt(8) == 0 ? 0 : random.nextLong(2_000_000);
                    micros[level] = ofPart[level] * parts;
                }
                claims.add(new Claim(accounts, micros));
                wanted.add(new Open(accounts, ofPart, parts));
            }
            Ledger.Shortfall[][] verdicts = new Ledger.Shortfall[2][];
            memory.fate(() -> rolledBack ? End.NOT_COMMITTED : End.COMMITTED);
            ignoringRollback(() -> DATABASE.database().transactions().run(tx -> {
                verdicts[0] = real.reserve(tx, claims);
                return rolledBack ? fail() : null;
            }));
            ignoringRollback(() -> memory.run(tx -> verdicts[1] = naive.reserve(tx, claims)));
            memory.fate(() -> End.COMMITTED);
            assertThat(verdicts[0]).as("verdicts").isEqualTo(verdicts[1]);
            for (int i = 0; i < claims.size() && !rolledBack; i++) {
                if (verdicts[0][i] == null) {
                    open.add(wanted.get(i));
                }
            }
        }

        private static Object fail() throws Exception {
            throw new Exception("rolled back on purpose");
        }

        private static void ignoringRollback(Runnable step) {
            try {
                step.run();
            } catch (NotCommittedException expected) {
                assertThat(expected.isDuplicateKey()).isFalse();
            }
        }

        /// Posts parts at what they cost, at most what was reserved; voids and expires others: all in one batch.
        private void settle() {
            Map<Long, long[]> sums = new HashMap<>();
            for (int i = random.nextInt(1, 6); i > 0 && !open.isEmpty(); i--) {
                Open one = open.get(random.nextInt(open.size()));
                int parts = random.nextInt(1, one.parts + 1);
                boolean posted = random.nextInt(3) > 0;
                for (int level = 0; level < one.accounts.length; level++) {
                    long reserved = one.microsOfPart[level];
                    long price = !posted ? 0 : random.nextBoolean() ? reserved : random.nextLong(reserved + 1);
                    long[] sum = sums.computeIfAbsent(one.accounts[level], _ -> new long[3]);
                    sum[0] += price * parts;
                    sum[1] += reserved * parts;
                    sum[2] += posted ? parts : 0;
                }
                one.parts -= parts;
                open.removeIf(each -> each.parts == 0);
            }
            List<Movement> movements = new ArrayList<>();
            sums.forEach(
                    (account, sum) -> movements.add(new Movement(account, sum[0], sum[1], Math.toIntExact(sum[2]))));
            lastBatch = BATCHES.incrementAndGet();
            boolean entry = movements.stream().anyMatch(movement -> movement.postedMicros() > 0);
            settle(lastBatch, movements);
            if (entry && random.nextInt(3) == 0) {
                // The same number again: refused as a duplicate, and nothing moves.
                List<Movement> again = movements.stream()
                        .map(movement -> new Movement(movement.accountId(), movement.postedMicros(), 0, 1))
                        .toList();
                assertThat(duplicate(() -> settle(lastBatch, again))).isTrue();
            }
        }

        private void settle(long batch, List<Movement> movements) {
            Instant at = Instant.parse("2026-11-24T10:00:00Z").plusSeconds(batch);
            boolean naiveRefused = duplicate(() -> memory.run(tx -> {
                naive.settle(tx, batch, movements, at);
                return null;
            }));
            boolean realRefused =
                    duplicate(() -> DATABASE.database().transactions().run(tx -> {
                        real.settle(tx, batch, movements, at);
                        return null;
                    }));
            assertThat(realRefused).isEqualTo(naiveRefused);
            assertThat(real.holds(batch)).isEqualTo(naive.holds(batch));
            if (realRefused) {
                throw new NotCommittedException(new java.sql.SQLException("both refused it", "23505"));
            }
        }

        private static boolean duplicate(Runnable step) {
            try {
                step.run();
                return false;
            } catch (NotCommittedException e) {
                assertThat(e.isDuplicateKey()).isTrue();
                return true;
            }
        }

        private void topUp() {
            long account = anyAccount();
            boolean known = !references.isEmpty() && random.nextInt(3) == 0;
            String reference =
                    known ? references.get(random.nextInt(references.size())) : "payment-" + random.nextInt();
            references.add(reference);
            // A reference names one payment of one account, so its amount follows from both.
            long micros = 1 + Math.floorMod(reference.hashCode() * 31L + account, 20_000_000L);
            real.topUp(account, new Money(currencies.get(account), micros), reference);
            naive.topUp(account, new Money(currencies.get(account), micros), reference);
        }

        /// Both refuse what would overdraw, unless it may.
        private void adjust() {
            long account = anyAccount();
            Money amount = new Money(currencies.get(account), random.nextLong(-20_000_000, 5_000_000) | 1);
            Ledger.Adjustment adjustment =
                    new Ledger.Adjustment(amount, "correction-" + random.nextInt(), "a slip", random.nextInt(4) == 0);
            assertThat(refused(() -> real.adjust(account, adjustment)))
                    .isEqualTo(refused(() -> naive.adjust(account, adjustment)));
        }

        private void refund() {
            long account = anyAccount();
            Ledger.Refund refund = new Ledger.Refund(
                    new Money(currencies.get(account), random.nextLong(1, 1_000_000)),
                    "refund-" + random.nextInt(),
                    "late",
                    null,
                    null);
            assertThat(real.refund(account, refund).balance())
                    .isEqualTo(naive.refund(account, refund).balance());
        }

        private void transfer() {
            long from = anyAccount();
            long to = anyAccount();
            if (from == to || !currencies.get(from).equals(currencies.get(to))) {
                return;
            }
            Ledger.Transfer transfer = new Ledger.Transfer(
                    from,
                    to,
                    new Money(currencies.get(from), random.nextLong(1, 5_000_000)),
                    "transfer-" + random.nextInt(),
                    null,
                    true);
            assertThat(refused(() -> real.transfer(transfer))).isEqualTo(refused(() -> naive.transfer(transfer)));
        }

        private static boolean refused(Runnable step) {
            try {
                step.run();
                return false;
            } catch (RefusedException e) {
                assertThat(e.refusal().failure()).isEqualTo(Failure.INSUFFICIENT_FUNDS);
                return true;
            }
        }

        private void creditLimit() {
            long account = anyAccount();
            Money limit = new Money(currencies.get(account), random.nextLong(5_000_000));
            real.creditLimit(account, limit);
            naive.creditLimit(account, limit);
        }

        private long anyAccount() {
            long[] chain = chains.get(random.nextInt(chains.size()));
            return chain[random.nextInt(chain.length)];
        }

        void compareBalances() {
            Map<Long, Long> held = new HashMap<>();
            for (Open each : open) {
                for (int level = 0; level < each.accounts.length; level++) {
                    held.merge(each.accounts[level], each.microsOfPart[level] * each.parts, Long::sum);
                }
            }
            List<Balance> found = DATABASE.database().transactions().run(tx -> real.balances(tx)).stream()
                    .filter(balance -> currencies.containsKey(balance.accountId()))
                    .toList();
            assertThat(found).isEqualTo(naive.balances((Tx) null));
            for (Balance balance : found) {
                assertThat(balance.reserved().micros()).isEqualTo(held.getOrDefault(balance.accountId(), 0L));
            }
        }

        void compareEntries() {
            for (long account : currencies.keySet()) {
                assertThat(real.entries(account, null, 10_000).items().stream()
                                .map(Twins::comparable)
                                .toList())
                        .isEqualTo(naive.entries(account, null, 10_000).items().stream()
                                .map(Twins::comparable)
                                .toList());
                long sum = real.entries(account, null, 10_000).items().stream()
                        .mapToLong(entry -> entry.credit()
                                ? entry.amount().micros()
                                : -entry.amount().micros())
                        .sum();
                assertThat(real.balance(account).orElseThrow().balance().micros())
                        .isEqualTo(sum);
            }
            List<Difference> differences = DATABASE.database().transactions().run(tx -> real.audit(tx, Instant.EPOCH));
            assertThat(differences).isEmpty();
        }

        /// Without its number and the time of a payment, which each ledger gives by itself.
        private static Entry comparable(Entry entry) {
            return new Entry(
                    0,
                    entry.accountId(),
                    entry.batch(),
                    entry.credit(),
                    entry.amount(),
                    entry.reason(),
                    entry.parts(),
                    entry.reference(),
                    entry.note(),
                    // The twin keeps none.
                    0,
                    null,
                    entry.batch() == 0 ? Instant.EPOCH : entry.at());
        }
    }
}
