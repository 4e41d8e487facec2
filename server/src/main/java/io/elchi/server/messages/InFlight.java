package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import java.util.concurrent.ConcurrentHashMap;

/// The flights that this process has in memory: what the sweeper need not bring back. A message that is not here
/// may still be unfinished; then its rows know all there is.
public final class InFlight {
    private final ConcurrentHashMap<MessageId, Flight> flights = new ConcurrentHashMap<>();
    private final int capacity;

    /// @param capacity from which on no new messages are taken
    public InFlight(int capacity) {
        this.capacity = capacity;
    }

    /// Adds a flight.
    ///
    /// @return false when one with this id is there already; it stays
    public boolean add(Flight flight) {
        return flights.putIfAbsent(flight.message().id(), flight) == null;
    }

    /// The flight of a message; null when it is not in memory.
    public Flight get(MessageId id) {
        return flights.get(id);
    }

    public void remove(MessageId id) {
        flights.remove(id);
    }

    public int size() {
        return flights.size();
    }

    public int capacity() {
        return capacity;
    }

    /// Whether one more may come in.
    ///
    /// @param coming how many come in before it
    public boolean hasRoom(int coming) {
        return flights.size() + coming < capacity;
    }
}
