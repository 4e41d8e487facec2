package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Settles one batch of outcomes: applies them, stores the result, and acts on it. Called by one thread.
///
/// What links said of our submit_sm comes first, so that receipts in the same batch find their parts
/// ([ReceiptMatching]).
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final MessageStore store;
    private final ActiveMessages activeMessages;
    private final ReceiptIndex receiptIndex;
    private final OutcomeHandler handler;
    private final Batches batches;
    private final SettlementWriter commit;
    private final TrackingMetrics metrics;
    private final ReceiptMatching matching;
    private final ShardMemory shards;
    private final Map<MessageId, MessageProgress> current = new HashMap<>();
    private final LoadedMessages loaded = new LoadedMessages();

    Settlement(
            MessageStore store,
            ShardMemory memory,
            ReceiptIndex receiptIndex,
            Batches batches,
            SettlementWriter commit,
            TrackingProperties properties,
            Gauges gauges) {
        this.store = store;
        this.activeMessages = memory.activeMessages();
        shards = memory;
        this.receiptIndex = receiptIndex;
        this.batches = batches;
        this.commit = commit;
        metrics = gauges.metrics();
        handler = new OutcomeHandler(receiptIndex, metrics);
        matching = new ReceiptMatching(
                new ReceiptMatching.Memory(memory, receiptIndex, loaded), handler, commit, store, properties, gauges);
    }

    /// Its clock and metrics.
    record Gauges(TrackingMetrics metrics, Clock clock) {}

    /// Settles a batch. When it returns, everything of it is stored and acted on.
    void settle(List<Outcome> outcomes) throws InterruptedException {
        SettlementBatch settlement = new SettlementBatch(batches.next());
        List<Outcome.Receipt> receipts = new ArrayList<>();
        current.clear();
        // From before anything is read: rows may be old of a shard that comes to this process meanwhile.
        shards.look();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Submitted submitted -> {
                    submitted(settlement, submitted);
                    matching.addEarly(submitted, receipts);
                }
                case Outcome.Late late -> late(settlement, late);
                case Outcome.Receipt receipt -> receipts.add(receipt);
                case Outcome.Received received -> settlement.received().add(received);
                case Outcome.Refused _,
                        Outcome.Unanswered _,
                        Outcome.Expired _,
                        Outcome.Canceled _,
                        Outcome.Moved _,
                        Outcome.NoReceipt _ -> unsent(settlement, outcome);
                case Outcome.ShardLeft _ -> {
                    // When the batch is settled.
                }
            }
        }
        matching.addDue(receipts);
        matching.settle(settlement, receipts);
        if (!settlement.isEmpty()) {
            commit.commit(settlement);
            settlement.updates().stream()
                    .filter(MessageUpdate::isStored)
                    .forEach(update ->
                            update.ended().forEach(reference -> receiptIndex.end(reference, update.progress())));
            matching.stored(settlement);
        }
        loaded.sendPending(settlement, commit::send);
        metrics.settled(outcomes);
        receiptIndex.trim();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.ShardLeft left) {
                shards.leave(left.shard());
                left.done().run();
            }
        }
    }

    private void submitted(SettlementBatch settlement, Outcome.Submitted submitted) throws InterruptedException {
        MessageProgress progress = current(submitted.task().progress());
        if (shards.isElsewhere(progress)) {
            Outcome.Late late = new Outcome.Late(
                    progress.message().id(),
                    submitted.task().candidate(),
                    submitted.part(),
                    submitted.total(),
                    submitted.smscMessageId(),
                    submitted.receiptKey(),
                    submitted.at(),
                    () -> {});
            shards.forward(settlement, progress, late);
        } else {
            handler.submitted(settlement, progress, submitted);
        }
    }

    /// What another process put into the inbox; the message may have moved on meanwhile.
    private void late(SettlementBatch settlement, Outcome.Late late) throws InterruptedException {
        MessageProgress progress = current(late.message());
        if (progress == null) {
            ShardWriter.abandon(List.of(late.acknowledge()), "its message is not stored any more");
        } else if (shards.isElsewhere(progress)) {
            shards.forward(settlement, progress, late);
        } else {
            SubmitTask task = new SubmitTask(progress, late.candidate(), late.part(), 1);
            handler.submitted(
                    settlement,
                    progress,
                    new Outcome.Submitted(
                            task, late.part(), late.total(), late.smscMessageId(), late.receiptKey(), true, late.at()));
            settlement.of(progress).acknowledgements().add(late.acknowledge());
        }
    }

    /// What happens to messages that no operator took: nothing of it concerns another process's shard.
    private void unsent(SettlementBatch settlement, Outcome outcome) throws InterruptedException {
        MessageProgress progress = current(progress(outcome));
        if (shards.isElsewhere(progress)) {
            return;
        }
        switch (outcome) {
            case Outcome.Refused refused -> handler.refused(settlement, progress, refused);
            case Outcome.Unanswered unanswered -> handler.unanswered(settlement, progress, unanswered);
            case Outcome.Expired expired -> handler.expired(settlement, progress, expired);
            case Outcome.Canceled canceled -> handler.canceled(settlement, progress, canceled);
            case Outcome.Moved moved -> handler.moved(settlement, progress, moved);
            case Outcome.NoReceipt none -> handler.noReceipt(settlement, progress, none.at());
            default -> throw new IllegalArgumentException(outcome.kind());
        }
    }

    /// The progress that memory has of this message now: an outcome may come with one that was forgotten
    /// meanwhile, and two progress objects of a message must never both be used.
    private MessageProgress current(MessageProgress progress) throws InterruptedException {
        MessageProgress known = activeMessages.get(progress.message().id());
        if (known != null) {
            return known;
        }
        MessageProgress stored = current(progress.message().id());
        return stored == null ? progress : stored;
    }

    /// null: it is not stored.
    private MessageProgress current(MessageId id) throws InterruptedException {
        MessageProgress known = activeMessages.get(id);
        if (known != null) {
            return known;
        }
        // It had its end in this batch, or memory forgot it: then the store knows.
        MessageProgress ended = current.get(id);
        if (ended != null) {
            return ended;
        }
        List<MessageProgress> stored = commit.read(() -> store.load(List.of(id)));
        if (stored.isEmpty()) {
            return null;
        }
        MessageProgress found = stored.getFirst();
        if (!found.isFinal() && !shards.isElsewhere(found) && activeMessages.add(found)) {
            loaded.add(found, LoadedMessages.AFTER_ANSWERS);
        }
        MessageProgress now = activeMessages.get(id);
        MessageProgress result = now != null ? now : found;
        current.put(id, result);
        return result;
    }

    /// Whether there is something to do without any outcome.
    boolean isDue() {
        return matching.isDue();
    }

    /// Settles a batch each by itself, since together it could not be for a fault of ours. Memory forgets its
    /// messages before, since nobody knows how far it came with them; nothing was acknowledged. What an operator
    /// took and still cannot be settled is not sent again.
    void takeApart(List<Outcome> outcomes) throws InterruptedException {
        outcomes.forEach(this::forget);
        for (Outcome outcome : outcomes) {
            try {
                settle(List.of(outcome));
            } catch (RuntimeException e) {
                LOG.error("an outcome cannot be settled: {}", outcome, e);
                forget(outcome);
                ShardWriter.again(acknowledgement(outcome), "it cannot be settled: " + e);
                if (outcome instanceof Outcome.Submitted || outcome instanceof Outcome.Unanswered) {
                    MessageProgress progress = progress(outcome);
                    progress.abandon();
                    activeMessages.add(progress);
                }
            }
        }
    }

    private static List<Runnable> acknowledgement(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Late late -> List.of(late.acknowledge());
            case Outcome.Receipt receipt -> List.of(receipt.acknowledge());
            default -> List.of();
        };
    }

    private void forget(Outcome outcome) {
        MessageProgress progress = progress(outcome);
        if (progress != null) {
            MessageProgress known = activeMessages.get(progress.message().id());
            if (known != null) {
                activeMessages.remove(progress.message().id());
                // What still waits in a queue for it must not be sent beside the progress that replaces it.
                known.abandon();
            }
        }
    }

    /// null: it is of no message that is known yet.
    private MessageProgress progress(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Submitted submitted -> submitted.task().progress();
            case Outcome.Refused refused -> refused.task().progress();
            case Outcome.Unanswered unanswered -> unanswered.task().progress();
            case Outcome.Expired expired -> expired.task().progress();
            case Outcome.Canceled canceled -> canceled.task().progress();
            case Outcome.Moved moved -> moved.task().progress();
            case Outcome.NoReceipt none -> none.progress();
            case Outcome.Late late -> activeMessages.get(late.message());
            case Outcome.Receipt _, Outcome.Received _, Outcome.ShardLeft _ -> null;
        };
    }
}
