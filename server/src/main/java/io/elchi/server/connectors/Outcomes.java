package io.elchi.server.connectors;

import io.elchi.server.messages.Outcome;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The queue from the links to tracking. A reply to our own submit_sm is always accepted, since no more is
/// sent while the queue is full; what it sends on its own may be refused, and then the operator keeps it.
public final class Outcomes {
    private final WorkQueue<Outcome> queue;
    private final BooleanSupplier maySend;

    /// @param maySend whether this process may send for the operator just now
    public Outcomes(WorkQueue<Outcome> queue, BooleanSupplier maySend) {
        this.queue = queue;
        this.maySend = maySend;
    }

    /// The number of submit_sm that may still be sent: none while another process may be sending.
    public int permits() {
        return maySend.getAsBoolean() ? Math.max(0, queue.capacity() - queue.size()) : 0;
    }

    /// Whether this process may send just now.
    public boolean maySend() {
        return maySend.getAsBoolean();
    }

    /// Reports what became of a submit_sm.
    public void report(Outcome outcome) {
        if (!queue.offer(outcome, Lane.SINGLE)) {
            queue.again(outcome, Lane.SINGLE, Duration.ZERO);
        }
    }

    /// Hands over what an operator sends on its own.
    ///
    /// @return false when the queue is full
    public boolean offer(Outcome outcome) {
        return queue.offer(outcome, Lane.SINGLE);
    }
}
