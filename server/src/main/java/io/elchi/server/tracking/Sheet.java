package io.elchi.server.tracking;

import io.elchi.server.messages.Flight;
import io.elchi.server.messages.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What one batch writes: a [Draft] a message, and what belongs to none.
final class Sheet {
    private final long batch;
    private final Map<Flight, Draft> drafts = new LinkedHashMap<>();
    private final List<Outcome.Receipt> unmatched = new ArrayList<>();
    private final List<Outcome.Receipt> keptUnmatched = new ArrayList<>();
    private final List<UUID> matched = new ArrayList<>();
    private final List<Outcome.Received> received = new ArrayList<>();
    private final List<Runnable> acknowledgements = new ArrayList<>();

    Sheet(long batch) {
        this.batch = batch;
    }

    /// The number of the ledger's batch.
    long batch() {
        return batch;
    }

    Draft of(Flight flight) {
        Draft draft = drafts.get(flight);
        if (draft == null) {
            draft = new Draft(flight);
            drafts.put(flight, draft);
        }
        return draft;
    }

    /// The draft of the flight; null when nothing happened to it in this batch.
    Draft draftOf(Flight flight) {
        return drafts.get(flight);
    }

    Collection<Draft> drafts() {
        return drafts.values();
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

    boolean isEmpty() {
        return drafts.isEmpty()
                && unmatched.isEmpty()
                && matched.isEmpty()
                && received.isEmpty()
                && acknowledgements.isEmpty();
    }
}
