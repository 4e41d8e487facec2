package io.elchi.testkit.history;

import io.elchi.testkit.history.Operation.Span;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/// What several clients asked and were answered, in any order.
public final class History {
    private final ConcurrentLinkedQueue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final LongSupplier clock;

    /// @param clock never goes back
    public History(LongSupplier clock) {
        this.clock = clock;
    }

    public long now() {
        return clock.getAsLong();
    }

    /// From the given moment until now.
    public Span since(long begin) {
        return new Span(begin, clock.getAsLong());
    }

    public void add(Operation operation) {
        operations.add(operation);
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }
}
