package io.elchi.server.tracking;

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

    private final int capacity;
    private final InFlight inFlight;
    private final LinkedHashMap<SmscRef, Part> parts = new LinkedHashMap<>();
    private final LinkedHashMap<SmscRef, Boolean> ended;

    Awaited(int capacity, InFlight inFlight) {
        this.capacity = capacity;
        this.inFlight = inFlight;
        int recent = Math.min(capacity, 100_000);
        ended = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SmscRef, Boolean> eldest) {
                return size() > recent;
            }
        };
    }

    Part get(SmscRef reference) {
        return parts.get(reference);
    }

    /// Whether the part had its last receipt lately.
    boolean endedLately(SmscRef reference) {
        return ended.containsKey(reference);
    }

    void put(SmscRef reference, Flight flight, int part) {
        parts.put(reference, new Part(flight, part));
        if (parts.size() > capacity) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        Iterator<Part> oldest = parts.values().iterator();
        Flight flight = oldest.next().flight();
        oldest.remove();
        if (!flight.hasPending()) {
            inFlight.remove(flight.message().id());
        }
    }

    void end(SmscRef reference) {
        parts.remove(reference);
        ended.put(reference, Boolean.TRUE);
    }

    /// Forgets a message of which the database knows better.
    void forget(Flight flight) {
        parts.values().removeIf(part -> part.flight() == flight);
    }

    int size() {
        return parts.size();
    }
}
