package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.AllShards;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.db.Transactions;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Handoff;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Tracking without threads.
public final class TrackingHarness {
    private final WorkQueue<Outcome> outcomes;
    private final Settlement settlement;
    private final Sweeper sweeper;

    /// Where it writes and what it tells.
    public record World(
            Transactions transactions,
            Ledger ledger,
            MessageStore store,
            InboundStore inbound,
            Batches batches,
            ActiveMessages activeMessages,
            Outbound outbound,
            WorkQueue<Outcome> outcomes,
            MessageEvents events,
            Clock clock) {}

    /// The only process.
    public TrackingHarness(World world, Duration recheckAfter, Duration receiptTimeout, int receiptIndex) {
        this(world, new Sharing(AllShards.owned(), null), recheckAfter, receiptTimeout, receiptIndex);
        world.store.unfinishedShards().forEach(sweeper::recover);
    }

    /// One of several processes.
    ///
    /// @param handoff null: there is no other process
    public record Sharing(Shards shards, Handoff handoff) {}

    public TrackingHarness(
            World world, Sharing sharing, Duration recheckAfter, Duration receiptTimeout, int receiptIndex) {
        outcomes = world.outcomes;
        TrackingMetrics metrics = new TrackingMetrics(new Metrics());
        ReceiptIndex parts = new ReceiptIndex(receiptIndex, world.activeMessages);
        ShardWriter shards =
                new ShardWriter(sharing.shards, sharing.handoff, world.store, world.activeMessages, recheckAfter);
        SettlementWriter writer = new SettlementWriter(
                new SettlementCommit(
                        new SettlementCommit.Stores(
                                world.transactions, world.ledger, world.store, world.inbound, shards),
                        world.events,
                        world.clock,
                        _ -> {},
                        metrics),
                new SettlementEffects(world.activeMessages, world.outbound, shards, world.clock, metrics),
                shards,
                world.batches,
                world.clock,
                metrics);
        TrackingProperties properties = new TrackingProperties(
                512,
                Duration.ZERO,
                65_536,
                Duration.ofSeconds(10),
                receiptTimeout,
                receiptIndex,
                100_000,
                Duration.ofSeconds(1));
        settlement = new Settlement(
                world.store,
                new ShardMemory(
                        world.activeMessages, sharing.shards, world.outbound, new Metrics().family(Metric.INBOX_PUT)),
                parts,
                world.batches,
                writer,
                properties,
                new Settlement.Gauges(metrics, world.clock));
        sweeper = new Sweeper(
                world.store,
                world.transactions,
                new Sweeper.Memory(world.activeMessages, world.outbound, world.outcomes),
                new Sweeper.Times(world.clock, recheckAfter, receiptTimeout),
                metrics,
                new Sweeper.Shared(sharing.shards, () -> sharing.handoff != null));
    }

    /// Settles up to so many outcomes.
    ///
    /// @return whether there was anything to do
    public boolean settle(int most) throws InterruptedException {
        List<Claimed<Outcome>> taken = outcomes.take(most, Duration.ZERO);
        if (taken.isEmpty() && !settlement.isDue()) {
            return false;
        }
        List<Outcome> batch = new ArrayList<>();
        taken.forEach(claimed -> batch.add(claimed.item()));
        settlement.settle(batch);
        return true;
    }

    /// Settles what waits as the thread does when a batch could not be settled.
    void takeApart() throws InterruptedException {
        List<Outcome> batch = new ArrayList<>();
        outcomes.take(10_000, Duration.ZERO).forEach(claimed -> batch.add(claimed.item()));
        settlement.takeApart(batch);
    }

    /// Looks through the shard from the next sweep on.
    void recover(long shard) {
        sweeper.recover(shard);
    }

    public void sweep() {
        sweeper.sweep();
    }
}
