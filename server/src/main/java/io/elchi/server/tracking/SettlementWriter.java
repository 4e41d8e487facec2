package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Outcome;
import io.elchi.server.tracking.SettlementCommit.End;
import io.elchi.server.tracking.SettlementTransaction.Inbound;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/// Stores a settlement in one transaction and then acts on it. When something in it cannot be stored, each message
/// gets a transaction of its own.
final class SettlementWriter {
    private final SettlementCommit commit;
    private final SettlementEffects effects;
    private final ShardWriter shards;
    private final Batches batches;
    private final Clock clock;
    private final TrackingMetrics metrics;

    SettlementWriter(
            SettlementCommit commit,
            SettlementEffects effects,
            ShardWriter shards,
            Batches batches,
            Clock clock,
            TrackingMetrics metrics) {
        this.commit = commit;
        this.effects = effects;
        this.shards = shards;
        this.batches = batches;
        this.clock = clock;
        this.metrics = metrics;
    }

    void commit(SettlementBatch settlement) throws InterruptedException {
        long started = clock.nanos();
        if (stored(settlement.batch(), settlement.updates(), Inbound.of(settlement)) == End.STORED) {
            settlement.updates().forEach(effects::act);
            settlement.unmatched().forEach(receipt -> receipt.acknowledge().run());
            settlement.keptUnmatched().addAll(settlement.unmatched());
            settlement.received().forEach(received -> received.acknowledge().run());
            settlement.acknowledgements().forEach(Runnable::run);
            settlement.forwards().forEach(shards::act);
        } else {
            oneByOne(settlement);
        }
        metrics.committed(clock.nanos() - started);
    }

    /// Asks the database, as long as it takes until it answers.
    <T> T read(Supplier<T> question) throws InterruptedException {
        return commit.read(question);
    }

    /// Sends parts of a message that is in memory.
    void send(MessageUpdate.Resend resend) {
        effects.send(resend);
    }

    private End stored(long batch, Collection<MessageUpdate> updates, Inbound inbound) throws InterruptedException {
        return commit.commit(SettlementTransaction.of(batch, updates, inbound, commit.events()));
    }

    /// Something in the settlement cannot be stored: each message alone, so that one cannot hold up the others.
    private void oneByOne(SettlementBatch settlement) throws InterruptedException {
        for (MessageUpdate update : settlement.updates()) {
            // The number may be what another process took.
            long batch = batches.next();
            switch (stored(batch, List.of(rebatched(update, batch)), Inbound.NONE)) {
                case STORED -> effects.act(update);
                case DUPLICATE -> effects.forget(update);
                case IMPOSSIBLE -> effects.abandon(update);
            }
        }
        for (Outcome.Receipt receipt : settlement.unmatched()) {
            List<Runnable> own = List.of(receipt.acknowledge());
            if (acknowledge(receipt.acknowledge(), Inbound.of(List.of(receipt), List.of(), own))) {
                settlement.keptUnmatched().add(receipt);
            }
        }
        for (Outcome.Received received : settlement.received()) {
            acknowledge(received.acknowledge(), Inbound.of(List.of(), List.of(received), List.of()));
        }
        for (ShardWriter.Forward forward : settlement.forwards()) {
            acknowledge(() -> shards.act(forward), Inbound.of(forward));
        }
        for (Runnable each : settlement.acknowledgements()) {
            acknowledge(each, Inbound.of(List.of(), List.of(), List.of(each)));
        }
    }

    private boolean acknowledge(Runnable acknowledgement, Inbound inbound) throws InterruptedException {
        boolean kept = stored(batches.next(), List.of(), inbound) == End.STORED;
        if (kept) {
            acknowledgement.run();
        } else {
            ShardWriter.again(inbound.acknowledgements(), "it cannot be stored");
        }
        return kept;
    }

    /// The events name the batch that they are charged in.
    private static MessageUpdate rebatched(MessageUpdate update, long batch) {
        for (int i = 0; i < update.events().size(); i++) {
            if (update.events().get(i) instanceof Event.Submitted event) {
                update.events().set(i, event.inBatch(batch));
            }
        }
        return update;
    }
}
