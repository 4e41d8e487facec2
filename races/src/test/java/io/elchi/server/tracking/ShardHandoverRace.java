package io.elchi.server.tracking;

import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.cluster.LeaseLostException;
import io.elchi.server.cluster.MemoryLeases;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Money;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.db.Transactions;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.RecordedEvents;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.queue.MemoryHandoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Outcomes are in flight while a shard goes from one process to another: in order, or by force while the first
/// one still settles. The message is charged once, the first process keeps nothing of it, and when it gets the
/// shard back its memory is not older than the rows.
public abstract class ShardHandoverRace {
    private static final long CLIENT = 1;
    private static final long OPERATOR = 1;
    private static final long SHARD = ShardId.of(OPERATOR);
    private static final long PRICE = 2_000_000;
    private static final Duration RECHECK = Duration.ofMinutes(2);

    private final ManualClock clock = ManualClock.atMidnight();
    private final MemoryLedger ledger = new MemoryLedger();
    private final MemoryMessageStore store = new MemoryMessageStore();
    private final MemoryLeases leases = new MemoryLeases();
    private final MemoryHandoff shared = new MemoryHandoff();
    /// The advisory lock: transactions of both processes, and takeovers.
    private final ReentrantLock database = new ReentrantLock();
    private final Transactions transactions = new OneAtATime();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean dead = new AtomicBoolean();
    private final TrackingProcess first = process(1);
    private final TrackingProcess second = process(2);
    private Message message;

    private final class OneAtATime implements Transactions {
        private final MemoryTransactions memory = new MemoryTransactions(() -> MemoryTransactions.End.COMMITTED);

        @Override
        public <T> T run(Work<T> work) {
            database.lock();
            try {
                return memory.run(work);
            } finally {
                database.unlock();
            }
        }
    }

    private TrackingProcess process(long seed) {
        return new TrackingProcess(
                new TrackingProcess.Base(
                        transactions, ledger, store, RecordedEvents.none(), clock, new SplittableRandom(seed)),
                leases.process(),
                shared,
                RECHECK,
                Duration.ofHours(1));
    }

    /// The first one gives the shard away in order, and takes it back.
    public static final class InOrder extends ShardHandoverRace {
        public static void main(String[] arguments) throws InterruptedException {
            new InOrder().explore(true);
        }
    }

    /// The second one takes the shard while the first one still settles.
    public static final class ByForce extends ShardHandoverRace {
        public static void main(String[] arguments) throws InterruptedException {
            new ByForce().explore(false);
        }
    }

    final void explore(boolean inOrder) throws InterruptedException {
        accept();
        take(first);
        AtomicBoolean given = new AtomicBoolean(!inOrder);
        List<Thread> threads = new ArrayList<>();
        threads.add(new Thread(() -> first.hear(OPERATOR, List.of(message.id()))));
        threads.add(new Thread(() -> link(first)));
        threads.add(new Thread(() -> settle(inOrder, given)));
        threads.add(new Thread(() -> second(given)));
        threads.forEach(Thread::start);
        for (Thread each : threads) {
            each.join();
        }
        finish(inOrder);
        check();
    }

    private void accept() {
        ledger.open(CLIENT, Money.parse("100", "UZS"));
        message = Samples.message(
                new MessageIds(clock, new SplittableRandom(3)).next(),
                CLIENT,
                RouteCandidate.NONE,
                1,
                List.of(Stage.candidate(OPERATOR, PRICE)),
                clock.now());
        transactions.run(tx -> {
            ledger.reserve(tx, List.of(new Claim(new long[] {CLIENT}, new long[] {message.reservedMicros(0)})));
            store.insert(tx, List.of(message), RECHECK);
            return null;
        });
    }

    private void take(TrackingProcess process) {
        database.lock();
        try {
            leases.take(process.shards, OPERATOR);
        } finally {
            database.unlock();
        }
        process.acquired(OPERATOR);
    }

    /// Sends what waits in the queue; the operator takes it and answers.
    private void link(TrackingProcess process) {
        try {
            for (int i = 0; i < 3; i++) {
                for (SubmitTask task : process.take(OPERATOR)) {
                    String id = "id-" + sent.incrementAndGet();
                    process.report(new Outcome.Submitted(task, 1, 1, id, id, false, clock.now()));
                }
                Thread.yield();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void settle(boolean inOrder, AtomicBoolean given) {
        try {
            first.settle();
            Thread.yield();
            first.settle();
            if (inOrder) {
                first.release(OPERATOR);
                leases.free(OPERATOR);
                given.set(true);
                Thread.yield();
                first.settle();
            }
        } catch (LeaseLostException e) {
            // As the process ends then.
            dead.set(true);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void second(AtomicBoolean given) {
        while (!given.get()) {
            Thread.yield();
        }
        take(second);
        second.sweep();
        link(second);
        try {
            second.settle();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is in flight arrives; the first one gets the shard back, unless it ended.
    private void finish(boolean inOrder) throws InterruptedException {
        settleAll();
        if (inOrder) {
            second.release(OPERATOR);
            leases.free(OPERATOR);
            take(first);
            first.sweep();
            settleAll();
        }
    }

    private void settleAll() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            for (TrackingProcess each : List.of(second, first)) {
                each.deliver();
                link(each);
                try {
                    each.settle();
                } catch (LeaseLostException e) {
                    check(each == first, "the second one has the shard");
                    dead.set(true);
                }
            }
        }
    }

    private void check() {
        long charged = store.events(message.id()).stream()
                .filter(each -> each.kind() == EventKind.SUBMITTED)
                .count();
        check(charged == 1, "charged once: " + store.events(message.id()));
        check(
                ledger.balance(CLIENT).orElseThrow().balance().equals(Money.parse("-2", "UZS")),
                "paid once: " + ledger.balance(CLIENT));
        check(sent.get() <= 2, "sent at most once by each: " + sent);
        check(shared.waiting() == 0, "the inbox is empty");
        for (TrackingProcess each : List.of(first, second)) {
            MessageProgress memory = each.activeMessages.get(message.id());
            boolean ended = each == first && dead.get();
            check(ended || memory == null || each.shards.owns(SHARD), "memory of another process's shard");
            check(ended || memory == null || !memory.hasPending(), "memory is older than the rows");
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
