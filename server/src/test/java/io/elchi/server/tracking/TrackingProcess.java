package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Transactions;
import io.elchi.server.inbound.NoInboundStore;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.MemoryHandoff;
import io.elchi.server.queue.OutboundQueues;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// One of several processes that track, without threads.
public final class TrackingProcess {
    public final ActiveMessages activeMessages = new ActiveMessages(1_000);
    public final WorkQueue<Outcome> outcomes;
    public final OutboundQueues<SubmitTask> queues;
    public final Outbound outbound;
    public final MemoryHandoff.View handoff;
    public final Shards shards;
    private final Clock clock;
    private final TrackingHarness tracking;
    private final HandoffReceiver receiver;

    /// What all processes share.
    public record Base(
            Transactions transactions,
            Ledger ledger,
            MessageStore store,
            MessageEvents events,
            Clock clock,
            RandomGenerator random) {}

    public TrackingProcess(
            Base base, Shards shards, MemoryHandoff shared, Duration recheckAfter, Duration receiptTimeout) {
        this.shards = shards;
        clock = base.clock;
        handoff = shared.new View();
        outcomes = Queues.local(1_000, clock);
        queues = Queues.localOutbound(1_000, clock, (_, _) -> {});
        outbound = new Outbound(queues);
        tracking = new TrackingHarness(
                new TrackingHarness.World(
                        base.transactions,
                        base.ledger,
                        base.store,
                        new NoInboundStore(),
                        new Batches(clock, base.random),
                        activeMessages,
                        outbound,
                        outcomes,
                        base.events,
                        clock),
                new TrackingHarness.Sharing(shards, handoff),
                recheckAfter,
                receiptTimeout,
                1_000);
        receiver = new HandoffReceiver(
                handoff,
                new MessageLoader(base.store, base.transactions, activeMessages, outbound, shards, clock),
                activeMessages,
                shards,
                outcomes,
                new Metrics().count(Metric.HANDOFF_HINTS, "loaded"));
    }

    /// After it took an operator's shard.
    public void acquired(long operatorId) {
        receiver.own(ShardId.of(operatorId));
        tracking.recover(ShardId.of(operatorId));
    }

    /// Gives an operator's shard away in order.
    public void release(long operatorId) throws InterruptedException {
        receiver.leave(ShardId.of(operatorId));
        outcomes.offer(new Outcome.ShardLeft(ShardId.of(operatorId), () -> {}, clock.now()), Lane.SINGLE);
        settle();
    }

    /// What the operator's queue has.
    public List<SubmitTask> take(long operatorId) throws InterruptedException {
        return queues.of(operatorId).take(1_000, Duration.ZERO).stream()
                .map(Claimed::item)
                .filter(task -> !task.isStale())
                .toList();
    }

    /// Hears that messages of an operator's shard were accepted elsewhere.
    public void hear(long operatorId, List<MessageId> accepted) {
        receiver.accepted(ShardId.of(operatorId), accepted);
    }

    public void report(Outcome outcome) {
        outcomes.offer(outcome, Lane.SINGLE);
    }

    public void settle() throws InterruptedException {
        while (tracking.settle(1_000)) {
            handoff.deliver();
        }
    }

    public void deliver() {
        handoff.deliver();
    }

    public void sweep() {
        tracking.sweep();
    }
}
