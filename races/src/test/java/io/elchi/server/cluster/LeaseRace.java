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
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final int TURNS = 4;

    private final LeaseRow row = new LeaseRow("shard.7.0");
    private final Process first = new Process();
    private final Process second = new Process();
    /// Epochs in the order of their commits.
    private final List<Long> settled = new ArrayList<>();
    /// By the database's clock; [Long#MAX_VALUE]: not yet.
    private long takenOverAt = Long.MAX_VALUE;

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
            long before = row.now();
            if (shards.mayAct(SHARD) && this == first) {
                check(takenOverAt() > before, "the first one sends, and another process has the shard");
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

    private synchronized long takenOverAt() {
        return takenOverAt;
    }

    private synchronized void takenOver() {
        takenOverAt = row.now();
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
                thread(first::renew),
                thread(first::send),
                thread(first::settle),
                thread(() -> row.advance(STEP)),
                thread(this::takeOver));
        threads.forEach(Thread::start);
        for (Thread each : threads) {
            each.join();
        }
        first.renew();
        boolean over = takenOverAt() < Long.MAX_VALUE;
        check(first.lost.get() == (over ? 1 : 0), "the first one lost it " + first.lost + " times");
        check(!over || !first.shards.mayAct(SHARD), "the first one may not act any more");
        check(second.lost.get() == 0, "the second one has it");
    }

    private static Thread thread(Runnable turn) {
        return new Thread(() -> {
            for (int i = 0; i < TURNS; i++) {
                turn.run();
                Thread.yield();
            }
        });
    }

    private void takeOver() {
        if (second.lease.isOwned()) {
            second.settle();
            second.send();
        } else if (second.take()) {
            takenOver();
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
