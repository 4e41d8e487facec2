package io.elchi.server.tracking;

import io.elchi.server.billing.Batches;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.messages.Flight;
import io.elchi.server.messages.InFlight;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One batch of outcomes, from what operators said to what is stored and done about it. Called by one thread.
///
/// What links said of our submit_sm comes first, so that receipts in the same batch find their parts
/// ([ReceiptMatching]).
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final MessageStore store;
    private final InFlight inFlight;
    private final Awaited awaited;
    private final Rules rules;
    private final Batches batches;
    private final Commit commit;
    private final TrackingMetrics metrics;
    private final ReceiptMatching matching;
    private final Map<MessageId, Flight> current = new HashMap<>();
    private final LoadedFlights loaded = new LoadedFlights();

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
        metrics = gauges.metrics();
        rules = new Rules(awaited, metrics);
        matching = new ReceiptMatching(
                new ReceiptMatching.Memory(inFlight, awaited, loaded), rules, commit, store, properties, gauges);
    }

    /// How it sees and tells the time.
    record Gauges(TrackingMetrics metrics, Clock clock) {}

    /// Settles a batch. When it returns, everything of it is stored and acted on.
    void settle(List<Outcome> outcomes) throws InterruptedException {
        Sheet sheet = new Sheet(batches.next());
        List<Outcome.Receipt> receipts = new ArrayList<>();
        current.clear();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Submitted submitted -> {
                    rules.submitted(sheet, current(submitted.dispatch().flight()), submitted);
                    matching.addEarly(submitted, receipts);
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
        matching.addDue(receipts);
        matching.settle(sheet, receipts);
        if (!sheet.isEmpty()) {
            commit.commit(sheet);
            sheet.drafts().stream()
                    .filter(Draft::isStored)
                    .forEach(draft -> draft.ended().forEach(reference -> awaited.end(reference, draft.flight())));
            matching.stored(sheet);
        }
        loaded.sendPending(sheet, commit::send);
        metrics.settled(outcomes);
        awaited.trim();
    }

    /// The flight that memory has of this message now: an outcome may come with one that was forgotten meanwhile,
    /// and two flights of a message must never both be believed.
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
}
