package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One batch of outcomes, from what operators said to what is stored and done about it. Called by one thread.
///
/// What links said of our submit_sm comes first, so that receipts in the same batch find their parts. A receipt that
/// fits no part in memory is looked for in the database, and else held for a while: it may be ahead of its
/// submit_sm_resp.
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    private static final int MOST_GIVEN_UP = 10_000;

    private final MessageStore store;
    private final InFlight inFlight;
    private final Awaited awaited;
    private final Rules rules;
    private final Batches batches;
    private final Commit commit;
    private final TrackingProperties properties;
    private final TrackingMetrics metrics;
    private final Clock clock;
    private final Map<SmscRef, List<Outcome.Receipt>> held = new LinkedHashMap<>();
    private final Map<MessageId, Flight> current = new HashMap<>();
    private final LoadedFlights loaded = new LoadedFlights();
    /// Receipts that were kept as unmatched lately: an operator whose timer is shorter than our patience sends them
    /// again, and a submit_sm_resp may come even later.
    private final Map<SmscRef, List<Outcome.Receipt>> givenUp = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SmscRef, List<Outcome.Receipt>> eldest) {
            return size() > MOST_GIVEN_UP;
        }
    };

    Settlement(
            MessageStore store,
            InFlight inFlight,
            Awaited awaited,
            Batches batches,
            Commit commit,
            TrackingProperties properties,
            Gauges gauges) {
        this.store = store;
        this.inFlight = inFlight;
        this.awaited = awaited;
        this.batches = batches;
        this.commit = commit;
        this.properties = properties;
        metrics = gauges.metrics();
        clock = gauges.clock();
        rules = new Rules(awaited, metrics);
    }

    /// How it sees and tells the time.
    record Gauges(TrackingMetrics metrics, Clock clock) {}

    /// Settles a batch. When it returns, everything of it is stored and acted on.
    void settle(List<Outcome> outcomes) throws InterruptedException {
        Instant now = clock.now();
        Sheet sheet = new Sheet(batches.next());
        List<Outcome.Receipt> receipts = new ArrayList<>();
        current.clear();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Submitted submitted -> {
                    rules.submitted(sheet, current(submitted.dispatch().flight()), submitted);
                    release(submitted, receipts);
                }
                case Outcome.Refused refused ->
                    rules.refused(sheet, current(refused.dispatch().flight()), refused);
                case Outcome.Unanswered unanswered ->
                    rules.unanswered(sheet, current(unanswered.dispatch().flight()), unanswered);
                case Outcome.Expired expired ->
                    rules.expired(sheet, current(expired.dispatch().flight()), expired);
                case Outcome.NoReceipt none -> rules.noReceipt(sheet, current(none.flight()), none.at());
                case Outcome.Receipt receipt -> receipts.add(receipt);
                case Outcome.Received received -> sheet.received().add(received);
            }
        }
        settleReceipts(sheet, receipts);
        giveUpHeld(sheet, now);
        if (!sheet.isEmpty()) {
            commit.commit(sheet);
            sheet.drafts().stream()
                    .filter(Draft::isStored)
                    .forEach(draft -> draft.ended().forEach(awaited::end));
        }
        loaded.sendPending(sheet, commit::send);
        metrics.settled(outcomes);
        awaited.trim();
    }

    /// The flight that memory has of this message now: an outcome may come with one that was forgotten meanwhile, and
    /// two flights of a message must never both be believed.
    private Flight current(Flight flight) throws InterruptedException {
        MessageId id = flight.message().id();
        Flight known = inFlight.get(id);
        if (known != null) {
            return known;
        }
        // It had its end in this batch, or memory forgot it: then the store knows.
        Flight ended = current.get(id);
        if (ended != null) {
            return ended;
        }
        List<Flight> stored = commit.read(() -> store.load(List.of(id)));
        Flight found = stored.isEmpty() ? flight : stored.getFirst();
        if (!found.isFinal() && inFlight.add(found)) {
            loaded.add(found, LoadedFlights.AFTER_ANSWERS);
        }
        Flight now = inFlight.get(id);
        Flight result = now != null ? now : found;
        current.put(id, result);
        return result;
    }

    /// Whether something waits for its time.
    boolean hasHeld() {
        return !held.isEmpty();
    }

    /// Takes back the receipts that came ahead of this submit_sm_resp.
    private void release(Outcome.Submitted submitted, List<Outcome.Receipt> receipts) {
        if (held.isEmpty() && givenUp.isEmpty()) {
            return;
        }
        SmscRef reference = new SmscRef(submitted.dispatch().operatorId(), submitted.smscKey());
        // Those that were given up came before those that are held.
        List<Outcome.Receipt> late = givenUp.remove(reference);
        receipts.addAll(late == null ? List.of() : late);
        List<Outcome.Receipt> ahead = held.remove(reference);
        receipts.addAll(ahead == null ? List.of() : ahead);
    }

    private void settleReceipts(Sheet sheet, List<Outcome.Receipt> receipts) throws InterruptedException {
        List<Outcome.Receipt> strange = new ArrayList<>();
        for (Outcome.Receipt receipt : receipts) {
            SmscRef reference = reference(receipt);
            Awaited.Part part = awaited.get(reference);
            if (part != null) {
                rules.receipt(sheet, part.flight(), part.part(), receipt);
            } else if (awaited.endedLately(reference) || isGivenUp(receipt)) {
                repeated(sheet, receipt);
            } else if (reference.smscKey().isEmpty()) {
                sheet.unmatched().add(receipt);
            } else {
                strange.add(receipt);
            }
        }
        if (!strange.isEmpty()) {
            for (Outcome.Receipt receipt : lookUp(sheet, strange)) {
                held.computeIfAbsent(reference(receipt), _ -> new ArrayList<>(1))
                        .add(receipt);
            }
        }
    }

    /// The same was kept before; another state of the same part is news.
    private boolean isGivenUp(Outcome.Receipt receipt) {
        return givenUp.getOrDefault(reference(receipt), List.of()).stream()
                .anyMatch(known -> known.report().state() == receipt.report().state());
    }

    private static SmscRef reference(Outcome.Receipt receipt) {
        return new SmscRef(receipt.operatorId(), receipt.report().smscKey());
    }

    private void repeated(Sheet sheet, Outcome.Receipt receipt) {
        metrics.repeated(receipt.operatorId());
        sheet.acknowledgements().add(receipt.acknowledge());
    }

    /// Settles those that the database knows.
    ///
    /// @return the others
    private List<Outcome.Receipt> lookUp(Sheet sheet, Collection<Outcome.Receipt> strange) throws InterruptedException {
        List<SmscRef> references =
                strange.stream().map(Settlement::reference).distinct().toList();
        Instant since = clock.now().minus(lookBack());
        Map<SmscRef, PartRef> known = commit.read(() -> store.match(references, since));
        Map<MessageId, Flight> flights = flights(known.values());
        List<Outcome.Receipt> unknown = new ArrayList<>();
        for (Outcome.Receipt receipt : strange) {
            PartRef part = known.get(reference(receipt));
            Flight flight = part == null ? null : flights.get(part.messageId());
            if (part == null) {
                unknown.add(receipt);
            } else if (flight == null || flight.isFinal() || flight.isEnded(part.part())) {
                repeated(sheet, receipt);
            } else {
                rules.receipt(sheet, flight, part.part(), receipt);
            }
        }
        return unknown;
    }

    private Duration lookBack() {
        return properties.receiptPatience().plus(Duration.ofDays(8));
    }

    private Map<MessageId, Flight> flights(Collection<PartRef> parts) throws InterruptedException {
        Map<MessageId, Flight> flights = new HashMap<>();
        List<MessageId> away = new ArrayList<>();
        for (PartRef part : parts) {
            Flight flight = inFlight.get(part.messageId());
            if (flight != null) {
                flights.put(part.messageId(), flight);
            } else if (!part.ended()) {
                away.add(part.messageId());
            }
        }
        for (Flight flight : commit.read(() -> store.load(away))) {
            if (!flight.isFinal()) {
                if (inFlight.add(flight)) {
                    loaded.add(flight, Duration.ZERO);
                }
                // The sweeper may have been quicker: then its flight is the one.
                Flight known = inFlight.get(flight.message().id());
                flights.put(flight.message().id(), known != null ? known : flight);
            }
        }
        return flights;
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
                if (outcome instanceof Outcome.Submitted || outcome instanceof Outcome.Unanswered) {
                    Flight flight = flight(outcome);
                    flight.giveUp();
                    inFlight.add(flight);
                }
            }
        }
    }

    private void forget(Outcome outcome) {
        Flight flight = flight(outcome);
        if (flight != null) {
            Flight known = inFlight.get(flight.message().id());
            if (known != null) {
                inFlight.remove(flight.message().id());
                // What still waits in a queue for it must not be sent beside the flight that replaces it.
                known.giveUp();
            }
        }
    }

    /// null: it is of no message that is known yet.
    private static Flight flight(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Submitted submitted -> submitted.dispatch().flight();
            case Outcome.Refused refused -> refused.dispatch().flight();
            case Outcome.Unanswered unanswered -> unanswered.dispatch().flight();
            case Outcome.Expired expired -> expired.dispatch().flight();
            case Outcome.NoReceipt none -> none.flight();
            case Outcome.Receipt _, Outcome.Received _ -> null;
        };
    }

    /// Receipts that waited long enough: once more in the database, then kept as they are.
    private void giveUpHeld(Sheet sheet, Instant now) throws InterruptedException {
        if (held.isEmpty()) {
            return;
        }
        List<Outcome.Receipt> waited = new ArrayList<>();
        for (Iterator<List<Outcome.Receipt>> all = held.values().iterator(); all.hasNext(); ) {
            List<Outcome.Receipt> receipts = all.next();
            if (!receipts.getFirst().at().plus(properties.holdReceipts()).isAfter(now)) {
                waited.addAll(receipts);
                all.remove();
            }
        }
        if (!waited.isEmpty()) {
            for (Outcome.Receipt receipt : lookUp(sheet, waited)) {
                metrics.unmatched(receipt.operatorId());
                sheet.unmatched().add(receipt);
                givenUp.computeIfAbsent(reference(receipt), _ -> new ArrayList<>(1))
                        .add(receipt);
            }
        }
    }
}
