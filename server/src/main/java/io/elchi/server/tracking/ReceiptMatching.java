package io.elchi.server.tracking;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.Flight;
import io.elchi.server.messages.InFlight;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageStore.PartRef;
import io.elchi.server.messages.MessageStore.SmscRef;
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
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(8);

    private final Memory memory;
    private final Rules rules;
    private final Commit commit;
    private final MessageStore store;
    private final TrackingProperties properties;
    private final TrackingMetrics metrics;
    private final Clock clock;
    private final Map<SmscRef, List<Outcome.Receipt>> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SmscRef, List<Outcome.Receipt>> eldest) {
            return size() > MOST_EARLY;
        }
    };
    private long claimAtNanos;

    /// What this process knows of unfinished messages.
    record Memory(InFlight inFlight, Awaited awaited, LoadedFlights loaded) {}

    ReceiptMatching(
            Memory memory,
            Rules rules,
            Commit commit,
            MessageStore store,
            TrackingProperties properties,
            Settlement.Gauges gauges) {
        this.memory = memory;
        this.rules = rules;
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
                    early.remove(new SmscRef(submitted.dispatch().operatorId(), submitted.smscKey()));
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
        List<Outcome.Receipt> due = commit.read(() -> store.claimUnmatched(now, properties.rematchDelay(), PAGE));
        receipts.addAll(due);
        if (due.size() < PAGE) {
            claimAtNanos = clock.nanos() + CLAIM_INTERVAL.toNanos();
        }
    }

    void settle(Sheet sheet, List<Outcome.Receipt> receipts) throws InterruptedException {
        List<Outcome.Receipt> strange = new ArrayList<>();
        for (Outcome.Receipt receipt : receipts) {
            SmscRef reference = reference(receipt);
            Awaited.Part part = memory.awaited().get(reference, receipt.report());
            if (part != null) {
                matched(sheet, part.flight(), part.part(), receipt);
            } else if (memory.awaited().endedLately(reference, receipt.report()) || isStored(receipt)) {
                repeated(sheet, receipt);
            } else if (reference.smscKey().isEmpty()) {
                matchedByNumber(sheet, receipt);
            } else {
                strange.add(receipt);
            }
        }
        if (!strange.isEmpty()) {
            lookUp(sheet, strange);
        }
    }

    private static SmscRef reference(Outcome.Receipt receipt) {
        return new SmscRef(receipt.operatorId(), receipt.report().smscKey());
    }

    private void matched(Sheet sheet, Flight flight, int part, Outcome.Receipt receipt) {
        if (receipt.row() != null) {
            metrics.matchedLater(receipt.operatorId());
        }
        rules.receipt(sheet, flight, part, receipt);
    }

    /// The operator may have taken its message without an id.
    private void matchedByNumber(Sheet sheet, Outcome.Receipt receipt) {
        Awaited.Part part = memory.awaited().onlyWithoutId(receipt.operatorId(), receipt.report());
        if (part != null) {
            metrics.matchedByNumber(receipt.operatorId());
            matched(sheet, part.flight(), part.part(), receipt);
        } else {
            unmatched(sheet, receipt);
        }
    }

    private void repeated(Sheet sheet, Outcome.Receipt receipt) {
        metrics.repeated(receipt.operatorId());
        sheet.acknowledgements().add(receipt.acknowledge());
        if (receipt.row() != null) {
            sheet.matched().add(receipt.row());
        }
    }

    private void unmatched(Sheet sheet, Outcome.Receipt receipt) {
        if (receipt.row() == null) {
            metrics.unmatched(receipt.operatorId());
            UUID row = new UUID(sheet.batch(), sheet.unmatched().size());
            sheet.unmatched().add(receipt.in(row));
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
    void stored(Sheet sheet) {
        for (Outcome.Receipt receipt : sheet.keptUnmatched()) {
            if (!receipt.report().smscKey().isEmpty()) {
                List<Outcome.Receipt> same = early.computeIfAbsent(reference(receipt), _ -> new ArrayList<>(1));
                if (same.size() < Awaited.MOST_SHARING) {
                    same.add(receipt);
                }
            }
        }
    }

    /// Settles those that the database knows, and keeps the others.
    private void lookUp(Sheet sheet, List<Outcome.Receipt> strange) throws InterruptedException {
        List<SmscRef> references =
                strange.stream().map(ReceiptMatching::reference).distinct().toList();
        Instant since = clock.now().minus(properties.receiptPatience().plus(LONGEST_VALIDITY));
        Map<SmscRef, List<PartRef>> known = commit.read(() -> store.match(references, since));
        Map<MessageId, Flight> flights = flights(known.values());
        for (Outcome.Receipt receipt : strange) {
            List<PartRef> sharing = known.getOrDefault(reference(receipt), List.of());
            List<PartRef> agreeing = sharing.stream()
                    .filter(part -> ReceiptAddresses.agree(receipt.report(), part.to(), part.sender()))
                    .toList();
            PartRef waiting = waiting(agreeing, flights, receipt);
            if (waiting != null) {
                matched(sheet, flights.get(waiting.messageId()), waiting.part(), receipt);
            } else if (!agreeing.isEmpty()) {
                repeated(sheet, receipt);
            } else {
                if (!sharing.isEmpty() && receipt.row() == null) {
                    metrics.disagreeing(receipt.operatorId());
                }
                matchedByNumber(sheet, receipt);
            }
        }
    }

    /// The newest part that waits for a receipt, those with the receipt's sender id first; null: none waits.
    private static PartRef waiting(List<PartRef> parts, Map<MessageId, Flight> flights, Outcome.Receipt receipt) {
        PartRef newest = null;
        for (PartRef part : parts) {
            Flight flight = flights.get(part.messageId());
            if (flight != null && !part.ended() && !flight.isFinal() && !flight.isEnded(part.part())) {
                if (ReceiptAddresses.nameSender(receipt.report(), part.sender())) {
                    return part;
                }
                newest = newest == null ? part : newest;
            }
        }
        return newest;
    }

    private Map<MessageId, Flight> flights(Collection<List<PartRef>> shared) throws InterruptedException {
        Map<MessageId, Flight> flights = new HashMap<>();
        List<MessageId> away = new ArrayList<>();
        for (List<PartRef> parts : shared) {
            for (PartRef part : parts) {
                Flight flight = memory.inFlight().get(part.messageId());
                if (flight != null) {
                    flights.put(part.messageId(), flight);
                } else if (!part.ended()) {
                    away.add(part.messageId());
                }
            }
        }
        for (Flight flight : commit.read(() -> store.load(away))) {
            if (!flight.isFinal()) {
                if (memory.inFlight().add(flight)) {
                    memory.loaded().add(flight, Duration.ZERO);
                }
                // The sweeper may have been quicker: then its flight is the one.
                Flight known = memory.inFlight().get(flight.message().id());
                flights.put(flight.message().id(), known != null ? known : flight);
            }
        }
        return flights;
    }
}
