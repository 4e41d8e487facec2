package io.elchi.smstext.parts;

import java.util.List;

/// The result of adding a part to a [Reassembly].
///
/// @param released messages that will not become whole; the caller passes their parts on as they are
public record Added<K, T>(Outcome<K, T> outcome, List<Incomplete<K, T>> released) {
    public Added {
        released = List.copyOf(released);
    }

    /// The result for the part itself.
    public sealed interface Outcome<K, T> {

        /// The message is whole.
        ///
        /// @param pieces in the order of the text
        record Complete<K, T>(K key, List<Piece<T>> pieces) implements Outcome<K, T> {}

        /// More parts are waited for. The part may itself be among those released, if it alone is beyond the
        /// limits.
        record Waiting<K, T>(int missing) implements Outcome<K, T> {}

        /// The very part was there already, perhaps in a message that is whole by now.
        record Duplicate<K, T>() implements Outcome<K, T> {}
    }

    /// A message that stays incomplete.
    ///
    /// @param pieces those that came, in the order of the text
    public record Incomplete<K, T>(K key, int total, List<Piece<T>> pieces, Reason reason) {}

    /// The reason why a message stays incomplete.
    public enum Reason {
        /// Its time is over.
        EXPIRED,
        /// Too much was waiting, and it was the oldest.
        EVICTED,
        /// A part with other octets came for a place that was taken: its reference is used anew.
        SUPERSEDED
    }
}
