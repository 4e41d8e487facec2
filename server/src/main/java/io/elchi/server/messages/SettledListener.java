package io.elchi.server.messages;

import java.time.Instant;

/// Receives final states. They are announced before they are stored. So the listener never counts everything as
/// published while a state is being stored.
@FunctionalInterface
public interface SettledListener {
    /// So many records may be stored in a moment.
    ///
    /// @return the time at which they become known: not before the time up to which the listener has published
    default Instant coming(int records, Instant now) {
        return now;
    }

    /// It was not stored after all.
    default void withdrawn(Cdr cdr) {}

    /// It is stored.
    void settled(Settled settled);
}
