package io.elchi.server.queue;

import io.elchi.server.core.MessageClass;

/// The lane of an item: items of one lane keep their order.
///
/// @param messageClass what goes first
/// @param account who shares with whom
/// @param weight items of this account in a turn, at least 1
public record Lane(MessageClass messageClass, long account, int weight) {
    /// For queues in which nothing goes before anything else.
    public static final Lane SINGLE = new Lane(MessageClass.OTP, 0, 1);

    public Lane {
        if (weight < 1) {
            throw new IllegalArgumentException("a weight is at least 1, not " + weight);
        }
    }
}
