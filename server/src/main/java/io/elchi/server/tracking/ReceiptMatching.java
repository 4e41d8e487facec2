package io.elchi.server.tracking;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageStore.PartRef;
import io.elchi.server.messages.MessageStore.ReceiptRef;
import io.elchi.server.messages.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Finds the part that each receipt is about: by the operator's id in memory, else in the database; where several
/// parts share an id, or the id was used before, source and destination decide.
///
/// A receipt of no known part is stored with its batch, so that it is answered as soon as any other, and looked
/// for again: when the submit_sm_resp comes that it was ahead of, and some times later. Owned by the tracking
/// thread.
final class ReceiptMatching {
    /// Ids whose stored receipts are remembered, for the submit_sm_resp that they were ahead of.
    private static final int MOST_EARLY = 10_000;
    private static final int PAGE = 500;
    private static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);
    /// The most that `intake.max_validity` can be, and a day to spare.
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(8);

    private final Memory memory;
    private final OutcomeHandler handler;
    private final SettlementWriter commit;
    private final MessageStore store;
    private final TrackingProperties properties;
    private final TrackingMetrics metrics;
    private final Clock clock;
    private final Map<ReceiptRef, List<Outcome.Receipt>> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ReceiptRef, List<Outcome.Receipt>> eldest) {
            return size() > MOST_EARLY;
        }
    };
    private long claimAtNanos;

    /// The unfinished messages in the memory of this process.
    record Memory(ShardMemory shards, ReceiptIndex receiptIndex, LoadedMessages loaded) {
        ActiveMessages activeMessages() {
            return shards.activeMessages();
        }
    }

    ReceiptMatching(
            Memory memory,
            OutcomeHandler handler,
            SettlementWriter commit,
            MessageStore store,
            TrackingProperties properties,
            Settlement.Gauges gauges) {
        this.memory = memory;
        this.handler = handler;
        this.commit = commit;
        this.store = store;
        this.properties = properties;
        metrics = gauges.metrics();
        clock = gauges.clock();
        claimAtNanos = clock.nanos();
    }

    /// Adds the stored receipts that came ahead of this submit_sm_resp.
    void addEarly(Outcome.Submitted submitted, List<Outcome.Receipt> receipts) {
        if (!early.isEmpty()) {
            List<Outcome.Receipt> ahead =
                    early.remove(new ReceiptRef(submitted.task().operatorId(), submitted.receiptKey()));
            receipts.addAll(ahead == null ? List.of() : ahead);
        }
    }

    /// Whether stored receipts are to be looked for again.
    boolean isDue() {
        return clock.nanos() - claimAtNanos >= 0;
    }

    /// Adds the stored receipts that are to be looked for again.
    void addDue(List<Outcome.Receipt> receipts) throws InterruptedException {
        if (!isDue()) {
            return;
        }
        Instant now = clock.now();
        List<Outcome.Receipt> due = commit.read(
                () -> store.claimUnmatched(memory.shards().operators(), now, properties.rematchDelay(), PAGE));
        receipts.addAll(due);
        if (due.size() < PAGE) {
            claimAtNanos = clock.nanos() + CLAIM_INTERVAL.toNanos();
        }
    }

    void settle(SettlementBatch settlement, List<Outcome.Receipt> receipts) throws InterruptedException {
        List<Outcome.Receipt> strange = new ArrayList<>();
        for (Outcome.Receipt receipt : receipts) {
            ReceiptRef reference = reference(receipt);
            ReceiptIndex.Part part = memory.receiptIndex().get(reference, receipt.report());
            if (part != null) {
                matched(settlement, part.progress(), part.part(), receipt);
            } else if (memory.receiptIndex().endedLately(reference, receipt.report()) || isStored(receipt)) {
                repeated(settlement, receipt);
            } else if (reference.receiptKey().isEmpty()) {
                matchedByNumber(settlement, receipt);
            } else {
                strange.add(receipt);
            }
        }
        if (!strange.isEmpty()) {
            lookUp(settlement, strange);
        }
    }

    private static ReceiptRef reference(Outcome.Receipt receipt) {
        return new ReceiptRef(receipt.operatorId(), receipt.report().receiptKey());
    }

    private void matched(SettlementBatch settlement, MessageProgress progress, int part, Outcome.Receipt receipt) {
        if (receipt.row() != null) {
            metrics.matchedLater(receipt.operatorId());
        }
        handler.receipt(settlement, progress, part, receipt);
    }

    /// The operator may have taken its message without an id.
    private void matchedByNumber(SettlementBatch settlement, Outcome.Receipt receipt) {
        ReceiptIndex.Part part = memory.receiptIndex().onlyWithoutId(receipt.operatorId(), receipt.report());
        if (part != null) {
            metrics.matchedByNumber(receipt.operatorId());
            matched(settlement, part.progress(), part.part(), receipt);
        } else {
            unmatched(settlement, receipt);
        }
    }

    private void repeated(SettlementBatch settlement, Outcome.Receipt receipt) {
        metrics.repeated(receipt.operatorId());
        settlement.acknowledgements().add(receipt.acknowledge());
        if (receipt.row() != null) {
            settlement.matched().add(receipt.row());
        }
    }

    private void unmatched(SettlementBatch settlement, Outcome.Receipt receipt) {
        if (receipt.row() == null) {
            metrics.unmatched(receipt.operatorId());
            UUID row = new UUID(settlement.batch(), settlement.unmatched().size());
            settlement.unmatched().add(receipt.in(row));
        }
    }

    /// The operator sends it again, since the answer was lost or late; another state of the same part is news.
    private boolean isStored(Outcome.Receipt receipt) {
        return receipt.row() == null
                && early.getOrDefault(reference(receipt), List.of()).stream()
                        .anyMatch(known ->
                                known.report().state() == receipt.report().state()
                                        && known.report()
                                                .source()
                                                .equals(receipt.report().source())
                                        && known.report()
                                                .destination()
                                                .equals(receipt.report().destination()));
    }

    /// Remembers what the batch has stored.
    void stored(SettlementBatch settlement) {
        for (Outcome.Receipt receipt : settlement.keptUnmatched()) {
            if (!receipt.report().receiptKey().isEmpty()) {
                List<Outcome.Receipt> same = early.computeIfAbsent(reference(receipt), _ -> new ArrayList<>(1));
                if (same.size() < ReceiptIndex.MOST_SHARING) {
                    same.add(receipt);
                }
            }
        }
    }

    /// Settles those that the database knows, and keeps the others.
    private void lookUp(SettlementBatch settlement, List<Outcome.Receipt> strange) throws InterruptedException {
        List<ReceiptRef> references =
                strange.stream().map(ReceiptMatching::reference).distinct().toList();
        Instant since = clock.now().minus(properties.receiptTimeout().plus(LONGEST_VALIDITY));
        Map<ReceiptRef, List<PartRef>> known = commit.read(() -> store.match(references, since));
        Map<MessageId, MessageProgress> messages = messages(known.values());
        for (Outcome.Receipt receipt : strange) {
            List<PartRef> sharing = known.getOrDefault(reference(receipt), List.of());
            List<PartRef> agreeing = sharing.stream()
                    .filter(part -> ReceiptAddresses.agree(receipt.report(), part.to(), part.sender()))
                    .toList();
            PartRef waiting = waiting(agreeing, messages, receipt);
            if (waiting != null) {
                found(settlement, messages.get(waiting.messageId()), waiting.part(), receipt);
            } else if (!agreeing.isEmpty()) {
                repeated(settlement, receipt);
            } else {
                if (!sharing.isEmpty() && receipt.row() == null) {
                    metrics.disagreeing(receipt.operatorId());
                }
                matchedByNumber(settlement, receipt);
            }
        }
    }

    private void found(SettlementBatch settlement, MessageProgress progress, int part, Outcome.Receipt receipt) {
        if (memory.shards().isElsewhere(progress)) {
            memory.shards().forward(settlement, progress, receipt);
        } else {
            matched(settlement, progress, part, receipt);
        }
    }

    /// The newest part that waits for a receipt, those with the receipt's sender id first; null: none waits.
    private static PartRef waiting(
            List<PartRef> parts, Map<MessageId, MessageProgress> messages, Outcome.Receipt receipt) {
        PartRef newest = null;
        for (PartRef part : parts) {
            MessageProgress progress = messages.get(part.messageId());
            if (progress != null && !part.ended() && !progress.isFinal() && !progress.isEnded(part.part())) {
                if (ReceiptAddresses.nameSender(receipt.report(), part.sender())) {
                    return part;
                }
                newest = newest == null ? part : newest;
            }
        }
        return newest;
    }

    private Map<MessageId, MessageProgress> messages(Collection<List<PartRef>> shared) throws InterruptedException {
        Map<MessageId, MessageProgress> messages = new HashMap<>();
        List<MessageId> away = new ArrayList<>();
        for (List<PartRef> parts : shared) {
            for (PartRef part : parts) {
                MessageProgress progress = memory.activeMessages().get(part.messageId());
                if (progress != null) {
                    messages.put(part.messageId(), progress);
                } else if (!part.ended()) {
                    away.add(part.messageId());
                }
            }
        }
        for (MessageProgress progress : commit.read(() -> store.load(away))) {
            if (!progress.isFinal()) {
                if (!memory.shards().isElsewhere(progress)
                        && memory.activeMessages().add(progress)) {
                    memory.loaded().add(progress, Duration.ZERO);
                }
                // The sweeper may have been quicker: then its progress is the one.
                MessageProgress known =
                        memory.activeMessages().get(progress.message().id());
                messages.put(progress.message().id(), known != null ? known : progress);
            }
        }
        return messages;
    }
}
