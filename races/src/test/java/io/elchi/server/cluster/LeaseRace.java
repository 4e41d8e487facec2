package io.elchi.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Two processes want one shard. The first one renews, sends and settles, and stands still now and then; the
/// second takes over when the lease ran out. Nobody sends after another process has the shard, as far as it can
/// know by asking; nobody settles after a new owner; the first one learns of its loss once.
public final class LeaseRace {
    private static final long OPERATOR = 7;
    private static final long SHARD = ShardId.of(OPERATOR);
    private static final Duration STEP = Duration.ofSeconds(1);
    /// So few renewals that the lease runs out now and then.
    private static final int RENEWALS = 2;
    private static final int TURNS = 9;

    private final LeaseRow row = new LeaseRow("shard.7.0");
    private final Process first = new Process();
    private final Process second = new Process();
    /// Epochs in the order of their commits.
    private final List<Long> settled = new ArrayList<>();

    private LeaseRace() {}

    private final class Process {
        private final Shards shards = Shards.alone();
        private final Lease lease = new Lease(row.name, row::now);
        private final AtomicInteger lost = new AtomicInteger();

        Process() {
            lease.onChange(true, () -> shards.own(SHARD, lease), lost::incrementAndGet);
        }

        boolean take() {
            long at = row.now();
            long epoch = row.take();
            if (epoch > 0) {
                lease.take(1, epoch, at);
            }
            return epoch > 0;
        }

        void renew() {
            long own = lease.epoch();
            if (own == 0) {
                return;
            }
            long at = row.now();
            if (row.renew(own)) {
                lease.renewed(at);
            } else {
                lease.lose();
            }
        }

        /// What a dispatcher asks before each part.
        void send() {
            boolean taken = row.epoch() > lease.epoch();
            if (lease.isOwned() && shards.mayAct(SHARD)) {
                check(!taken, "one sends, and another process had the shard before it asked");
            }
        }

        void settle() {
            long own = lease.epoch();
            if (own == 0) {
                return;
            }
            try {
                row.settle(lease, () -> settled(row.epoch()));
            } catch (LeaseLostException e) {
                check(!lease.isOwned(), "who was refused has lost it");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private synchronized void settled(long epoch) {
        check(settled.isEmpty() || settled.getLast() <= epoch, "an old owner settled after a new one: " + settled);
        settled.add(epoch);
    }

    public static void main(String[] arguments) throws InterruptedException {
        new LeaseRace().run();
    }

    private void run() throws InterruptedException {
        check(first.take(), "it was free");
        List<Thread> threads = List.of(
                thread(RENEWALS, first::renew),
                thread(TURNS, first::send),
                thread(RENEWALS, first::settle),
                thread(TURNS, this::takeOver));
        threads.forEach(Thread::start);
        for (Thread each : threads) {
            each.join();
        }
        first.renew();
        boolean over = second.lease.isOwned();
        check(first.lost.get() == (over ? 1 : 0), "the first one lost it " + first.lost + " times");
        check(!over || !first.shards.mayAct(SHARD), "the first one may not act any more");
        check(second.lost.get() == 0, "the second one has it");
    }

    private static Thread thread(int turns, Runnable turn) {
        return new Thread(() -> {
            for (int i = 0; i < turns; i++) {
                turn.run();
                Thread.yield();
            }
        });
    }

    private void takeOver() {
        if (second.lease.isOwned()) {
            second.settle();
            second.send();
        } else {
            // It tries at each step of time.
            row.advance(STEP);
            second.take();
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
