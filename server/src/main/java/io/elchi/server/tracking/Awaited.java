package io.elchi.server.tracking;

import io.elchi.server.core.MessageId;
import io.elchi.server.messages.Flight;
import io.elchi.server.messages.InFlight;
import io.elchi.server.messages.MessageStore.SmscRef;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parts that wait for a receipt, by the operator's id; and those that had their last one a moment ago. Holds so
/// many and forgets the oldest, which the database still knows. Owned by the tracking thread.
final class Awaited {
    /// A part of ours.
    record Part(Flight flight, int part) {}

    private static final int MOST_TRIES = 16;
    /// So few that they are forgotten before the collector takes them for old.
    private static final int RECENT = 16_384;

    private final int capacity;
    private final InFlight inFlight;
    private final LinkedHashMap<SmscRef, Part> parts = new LinkedHashMap<>();
    private final LinkedHashMap<SmscRef, Boolean> ended;

    Awaited(int capacity, InFlight inFlight) {
        this.capacity = capacity;
        this.inFlight = inFlight;
        int recent = Math.min(capacity, RECENT);
        ended = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SmscRef, Boolean> eldest) {
                return size() > recent;
            }
        };
    }

    /// The part that an operator knows so; null when none does, or when memory has another flight of its message now.
    Part get(SmscRef reference) {
        Part part = parts.get(reference);
        if (part != null && inFlight.get(part.flight().message().id()) != part.flight()) {
            parts.remove(reference);
            return null;
        }
        return part;
    }

    /// Whether the part had its last receipt lately.
    boolean endedLately(SmscRef reference) {
        return ended.containsKey(reference);
    }

    void put(SmscRef reference, Flight flight, int part) {
        parts.put(reference, new Part(flight, part));
    }

    /// Forgets the oldest flights that are too many and of which nothing waits to be sent. Only between batches: what a
    /// batch has changed is not stored yet, and the store must know a flight as well as memory before memory
    /// may forget it.
    void trim() {
        int tries = MOST_TRIES;
        for (Iterator<Part> oldest = parts.values().iterator();
                parts.size() > capacity && tries > 0 && oldest.hasNext(); ) {
            Flight flight = oldest.next().flight();
            if (flight.hasPending()) {
                tries--;
            } else {
                oldest.remove();
                MessageId id = flight.message().id();
                if (inFlight.get(id) == flight) {
                    inFlight.remove(id);
                }
            }
        }
    }

    void end(SmscRef reference) {
        parts.remove(reference);
        ended.put(reference, Boolean.TRUE);
    }

    int size() {
        return parts.size();
    }
}
