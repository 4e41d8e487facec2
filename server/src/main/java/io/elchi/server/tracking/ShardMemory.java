package io.elchi.server.tracking;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.InboxOctets;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Metrics;
import java.util.Collection;
import java.util.List;

/// The unfinished messages in memory, and the shards that they may be of. Owned by the thread that settles.
final class ShardMemory {
    private final ActiveMessages activeMessages;
    private final Shards shards;
    private final Outbound outbound;
    private final Metrics.Family forwarded;
    private Shards.Owned owned;

    /// @param forwarded counts what goes to other processes
    ShardMemory(ActiveMessages activeMessages, Shards shards, Outbound outbound, Metrics.Family forwarded) {
        this.activeMessages = activeMessages;
        this.shards = shards;
        this.outbound = outbound;
        this.forwarded = forwarded;
        owned = shards.owned();
    }

    ActiveMessages activeMessages() {
        return activeMessages;
    }

    /// From now on the shards of this moment count.
    void look() {
        owned = shards.owned();
    }

    /// The operators whose receipts of no known message are looked for again here.
    Collection<Long> operators() {
        return owned.numbers().stream()
                .map(number -> ShardId.ofNumber(number).operatorId())
                .toList();
    }

    /// Whether another process settles the message. What is in memory is this one's, also while a batch gives it
    /// to another shard.
    boolean isElsewhere(MessageProgress progress) {
        return !owned.has(progress.shard())
                && activeMessages.get(progress.message().id()) != progress;
    }

    /// Stores an outcome for the owner of its message's shard.
    void forward(SettlementBatch settlement, MessageProgress progress, Outcome.Late late) {
        forwarded.of(late.kind()).one();
        settlement
                .forwards()
                .add(new ShardWriter.Forward(progress.shard(), InboxOctets.late(late), late.acknowledge()));
    }

    /// The same for a receipt.
    void forward(SettlementBatch settlement, MessageProgress progress, Outcome.Receipt receipt) {
        forwarded.of(receipt.kind()).one();
        if (receipt.row() != null) {
            settlement.matched().add(receipt.row());
        }
        settlement
                .forwards()
                .add(new ShardWriter.Forward(progress.shard(), InboxOctets.receipt(receipt), receipt.acknowledge()));
    }

    /// Forgets a shard, whose messages another process settles from now on.
    void leave(long shard) {
        shards.disown(shard, () -> {
            activeMessages.forget(shard);
            outbound.forget(List.of(ShardId.ofNumber(shard).operatorId()));
        });
        look();
    }
}
