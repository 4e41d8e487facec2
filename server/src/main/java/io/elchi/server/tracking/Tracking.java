package io.elchi.server.tracking;

import io.elchi.server.cluster.LeaseLostException;
import io.elchi.server.messages.Outcome;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The module's threads: one settles, one sweeps.
public final class Tracking implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    private static final int FEW = 64;

    private final WorkQueue<Outcome> outcomes;
    private final Settlement settlement;
    private final Sweeper sweeper;
    private final HandoffReceiver receiver;
    private final QueueMover mover;
    private final Semaphore woken = new Semaphore(0);
    private final TrackingProperties properties;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Thread settling;
    private volatile Thread sweeping;

    Tracking(
            WorkQueue<Outcome> outcomes,
            Settlement settlement,
            Sweeper sweeper,
            HandoffReceiver receiver,
            QueueMover mover,
            TrackingProperties properties) {
        this.receiver = receiver;
        this.mover = mover;
        this.outcomes = outcomes;
        this.settlement = settlement;
        this.sweeper = sweeper;
        this.properties = properties;
    }

    public synchronized void start() {
        settling = Thread.ofPlatform().name("tracking-settle").start(this::settleAll);
        sweeping = Thread.ofVirtual().name("tracking-sweep").start(this::sweepAll);
    }

    /// The shard is this process's now: what an earlier owner left is looked at, and what comes is taken.
    public void acquired(long shard) {
        receiver.own(shard);
        sweeper.recover(shard);
        woken.release();
    }

    /// Settles what came of the shard, and forgets it. Its links must have stopped before.
    public void release(long shard) throws InterruptedException {
        sweeper.leave(shard);
        receiver.leave(shard);
        CountDownLatch left = new CountDownLatch(1);
        outcomes.again(new Outcome.ShardLeft(shard, left::countDown, Instant.now()), Lane.SINGLE, Duration.ZERO);
        left.await();
    }

    /// Whether everything that earlier owners left is looked at.
    public boolean isRecovered() {
        return sweeper.hasRecovered();
    }

    /// Whether its threads are alive; true before the start.
    boolean isAlive() {
        return sweeping == null || settling.isAlive() && sweeping.isAlive();
    }

    private void settleAll() {
        try {
            while (stopping.getCount() > 0 || outcomes.size() > 0) {
                settleSome();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settleSome() throws InterruptedException {
        List<Claimed<Outcome>> taken = new ArrayList<>(outcomes.take(properties.batch(), TIMEOUT));
        if (taken.isEmpty() && !settlement.isDue()) {
            return;
        }
        if (taken.size() < Math.min(FEW, properties.batch())
                && !properties.batchLinger().isZero()) {
            // A commit costs much the same for one as for many, and nobody waits for this one.
            stopping.await(properties.batchLinger().toMillis(), TimeUnit.MILLISECONDS);
            taken.addAll(outcomes.take(properties.batch() - taken.size(), Duration.ZERO));
        }
        List<Outcome> batch = new ArrayList<>(taken.size());
        taken.forEach(claimed -> batch.add(claimed.item()));
        try {
            settlement.settle(batch);
        } catch (LeaseLostException e) {
            // The owner of the lease settles them from the stored rows and from receipts that operators send again.
            LOG.error("{} outcomes are not settled here: {}", batch.size(), e.getMessage());
            stopping.countDown();
            throw new InterruptedException();
        } catch (RuntimeException e) {
            LOG.error("a batch of {} outcomes could not be settled", batch.size(), e);
            settlement.takeApart(batch);
        }
        taken.forEach(Claimed::done);
    }

    private void sweepAll() {
        try {
            Duration pause;
            do {
                try {
                    pause = pause(sweeper.sweep());
                    mover.run(sweeper::hasRecovered);
                } catch (RuntimeException e) {
                    pause = properties.sweepInterval();
                    LOG.warn("unfinished messages could not be looked at: {}", e.getMessage());
                }
                pause(pause);
            } while (stopping.getCount() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until then, or until a shard comes.
    private void pause(Duration pause) throws InterruptedException {
        if (woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            woken.drainPermits();
        }
    }

    private Duration pause(boolean more) {
        return sweeper.hasRecovered() && !more ? properties.sweepInterval() : Duration.ZERO;
    }

    /// Settles what waits, and ends. Links must have stopped before.
    @Override
    public synchronized void close() {
        stopping.countDown();
        woken.release();
        try {
            if (settling != null) {
                settling.join(Duration.ofSeconds(30));
                sweeping.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
