package io.elchi.server.messages;

import io.elchi.server.queue.Delivery;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Final states as they are stored, for whoever tells clients. When they come faster than they are taken some are left
/// out, and [#missed] says so: the call detail records have them all.
public final class SettledFeed {
    private final WorkQueue<Settled> queue;
    private final AtomicBoolean missed = new AtomicBoolean();
    private volatile boolean listening;

    public SettledFeed(WorkQueue<Settled> queue) {
        this.queue = queue;
    }

    /// Somebody takes from now on.
    public void listen() {
        listening = true;
    }

    public void tell(Settled settled) {
        if (listening && !queue.offer(settled, Lane.SINGLE)) {
            missed.set(true);
        }
    }

    public List<Delivery<Settled>> take(int max, Duration atMost) throws InterruptedException {
        return queue.take(max, atMost);
    }

    /// Whether something was left out since the last time this was asked.
    public boolean missed() {
        return missed.getAndSet(false);
    }
}
