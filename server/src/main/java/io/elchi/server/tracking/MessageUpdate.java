package io.elchi.server.tracking;

import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.LateCost;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore.ReceiptRef;
import io.elchi.server.messages.SubmitTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The effects of a batch of outcomes on one message: stored with the rest of the batch, or alone if the batch
/// cannot be stored.
final class MessageUpdate {
    private final MessageProgress progress;
    /// Of the message before this batch: as it is stored.
    private final long shard;
    private final List<Event> events = new ArrayList<>(2);
    private final List<Movement> movements = new ArrayList<>(2);
    private final List<Runnable> acknowledgements = new ArrayList<>(1);
    private final List<Resend> resends = new ArrayList<>(1);
    private final List<ReceiptRef> ended = new ArrayList<>(1);
    private final List<UUID> matched = new ArrayList<>(0);
    private final List<LateCost> lateCosts = new ArrayList<>(0);
    private Cdr cdr;
    private boolean stored;

    /// A task that is sent after the commit.
    record Resend(SubmitTask task, Duration delay) {}

    MessageUpdate(MessageProgress progress) {
        this.progress = progress;
        shard = progress.shard();
    }

    MessageProgress progress() {
        return progress;
    }

    /// The shard that the message was in before this batch.
    long shard() {
        return shard;
    }

    /// Whether the operator that has its turn now is in another shard.
    boolean hasMoved() {
        return cdr == null && progress.shard() != shard;
    }

    Message message() {
        return progress.message();
    }

    List<Event> events() {
        return events;
    }

    List<Movement> movements() {
        return movements;
    }

    List<Runnable> acknowledgements() {
        return acknowledgements;
    }

    List<LateCost> lateCosts() {
        return lateCosts;
    }

    List<Resend> resends() {
        return resends;
    }

    /// The call detail record, when the message has its end; else null.
    Cdr cdr() {
        return cdr;
    }

    void end(Cdr record) {
        cdr = record;
    }

    /// Ids of operators whose parts have their end, once this is stored.
    List<ReceiptRef> ended() {
        return ended;
    }

    /// Rows of receipts that are about this message after all.
    List<UUID> matched() {
        return matched;
    }

    void stored() {
        stored = true;
        progress.stored(events.size());
    }

    boolean isStored() {
        return stored;
    }
}
