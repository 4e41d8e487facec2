package io.elchi.server.tracking;

import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The content of one settlement transaction: a [MessageUpdate] for each message, and inbound items without a
/// message.
final class SettlementBatch {
    private final long batch;
    private final Map<MessageProgress, MessageUpdate> updates = new LinkedHashMap<>();
    private final List<Outcome.Receipt> unmatched = new ArrayList<>();
    private final List<Outcome.Receipt> keptUnmatched = new ArrayList<>();
    private final List<UUID> matched = new ArrayList<>();
    private final List<Outcome.Received> received = new ArrayList<>();
    private final List<Runnable> acknowledgements = new ArrayList<>();
    private final List<ShardWriter.Forward> forwards = new ArrayList<>(0);

    SettlementBatch(long batch) {
        this.batch = batch;
    }

    /// The number of the ledger's batch.
    long batch() {
        return batch;
    }

    MessageUpdate of(MessageProgress progress) {
        MessageUpdate update = updates.get(progress);
        if (update == null) {
            update = new MessageUpdate(progress);
            updates.put(progress, update);
        }
        return update;
    }

    /// The update of the progress; null when nothing happened to it in this batch.
    MessageUpdate updateOf(MessageProgress progress) {
        return updates.get(progress);
    }

    Collection<MessageUpdate> updates() {
        return updates.values();
    }

    List<Outcome.Receipt> unmatched() {
        return unmatched;
    }

    /// Of these, what has been stored.
    List<Outcome.Receipt> keptUnmatched() {
        return keptUnmatched;
    }

    /// Rows of receipts that need to be looked for no more, and change no message.
    List<UUID> matched() {
        return matched;
    }

    List<Outcome.Received> received() {
        return received;
    }

    /// Of what leaves nothing behind.
    List<Runnable> acknowledgements() {
        return acknowledgements;
    }

    /// What other processes have to settle.
    List<ShardWriter.Forward> forwards() {
        return forwards;
    }

    boolean isEmpty() {
        return updates.isEmpty()
                && forwards.isEmpty()
                && unmatched.isEmpty()
                && matched.isEmpty()
                && received.isEmpty()
                && acknowledgements.isEmpty();
    }
}
