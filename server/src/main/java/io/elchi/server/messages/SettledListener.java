package io.elchi.server.messages;

/// Told of final states. What is coming is announced before it is stored, so that whoever keeps account of what was
/// told never thinks that it has seen everything while something is being stored.
public interface SettledListener {
    /// This may be stored in a moment.
    default void coming(Cdr cdr) {}

    /// It was not stored after all.
    default void withdrawn(Cdr cdr) {}

    /// It is stored.
    void settled(Settled settled);
}
