package io.elchi.server.messages;

import java.time.Instant;

/// Told of final states. What is coming is announced before it is stored, so that whoever keeps account of what was
/// told never thinks that it has seen everything while something is being stored.
@FunctionalInterface
public interface SettledListener {
    /// So many records may be stored in a moment.
    ///
    /// @return the time at which they become known: not before anything that the listener has called told
    default Instant coming(int records, Instant now) {
        return now;
    }

    /// It was not stored after all.
    default void withdrawn(Cdr cdr) {}

    /// It is stored.
    void settled(Settled settled);
}
