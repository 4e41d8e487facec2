package io.elchi.server.intake;

import io.elchi.server.core.MessageClass;
import java.util.List;
import java.util.function.IntSupplier;

/// Decides by class whether a message is admitted under load. Work that was begun goes before work that is
/// offered, and urgent messages go before others: each class may use a share of every capacity, so that there is
/// always some left for those above it. What is over is refused at once, before anything was done for it.
final class Admission {
    /// A place where messages wait.
    ///
    /// @param now how many do
    /// @param most how many of each class may find waiting, in the order of the classes
    record Capacity(IntSupplier now, int... most) {
        /// @param shares of the whole, in the order of the classes
        static Capacity of(IntSupplier now, int whole, double... shares) {
            if (shares.length != MessageClass.values().length) {
                throw new IllegalArgumentException("every class has a share, not " + shares.length + " of them");
            }
            int[] most = new int[shares.length];
            for (int i = 0; i < most.length; i++) {
                most[i] = (int) Math.max(1, whole * shares[i]);
            }
            return new Capacity(now, most);
        }

        private boolean hasCapacityFor(MessageClass messageClass, int coming) {
            return now.getAsInt() + coming < most[messageClass.ordinal()];
        }
    }

    private final List<Capacity> capacities;

    Admission(Capacity... capacities) {
        this.capacities = List.of(capacities);
    }

    /// Whether a message of this class may come in now.
    ///
    /// @param coming how many come in before it
    boolean admits(MessageClass messageClass, int coming) {
        for (Capacity capacity : capacities) {
            if (!capacity.hasCapacityFor(messageClass, coming)) {
                return false;
            }
        }
        return true;
    }
}
