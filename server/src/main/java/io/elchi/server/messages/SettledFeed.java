package io.elchi.server.messages;

import io.elchi.server.queue.Delivery;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// Final states as they are stored, for whoever tells clients; and an account of how far they were told. When they come
/// faster than they are taken some are left out: then [#leftOutSince] says from when on the call detail records have to
/// be read.
public final class SettledFeed implements SettledListener {
    private final WorkQueue<Settled> queue;
    /// How many are coming, waiting or being told, by the second in which they became known.
    private final TreeMap<Long, Integer> open = new TreeMap<>();
    private Instant leftOutSince;
    private boolean listening;

    public SettledFeed(WorkQueue<Settled> queue) {
        this.queue = queue;
    }

    /// Somebody takes from now on.
    ///
    /// @param toldUpTo what became known from then on was perhaps not told; null: nothing was to be told before
    public synchronized void listen(Instant toldUpTo) {
        listening = true;
        leftOutSince = toldUpTo;
    }

    @Override
    public synchronized void coming(Cdr cdr) {
        if (listening) {
            open.merge(cdr.endedAt().getEpochSecond(), 1, Integer::sum);
        }
    }

    @Override
    public void withdrawn(Cdr cdr) {
        close(cdr.endedAt());
    }

    @Override
    public void settled(Settled settled) {
        synchronized (this) {
            if (!listening) {
                return;
            }
        }
        if (!queue.offer(settled, Lane.SINGLE)) {
            leaveOut(settled.at());
            close(settled.at());
        }
    }

    private synchronized void leaveOut(Instant at) {
        leftOutSince = leftOutSince == null || at.isBefore(leftOutSince) ? at : leftOutSince;
    }

    /// Takes what waits; each must be [#done] with.
    public List<Delivery<Settled>> take(int max, Duration atMost) throws InterruptedException {
        return queue.take(max, atMost);
    }

    /// It was told, or is kept where it cannot be lost.
    public void done(Settled settled) {
        close(settled.at());
    }

    private synchronized void close(Instant at) {
        open.computeIfPresent(at.getEpochSecond(), (_, count) -> count == 1 ? null : count - 1);
    }

    /// Up to when everything was told: nothing that became known before is open.
    public synchronized Instant toldUpTo(Instant now) {
        Instant upTo = open.isEmpty() ? now : Instant.ofEpochSecond(open.firstKey());
        return leftOutSince != null && leftOutSince.isBefore(upTo) ? leftOutSince : upTo;
    }

    /// From when on something was left out; null when nothing was.
    public synchronized Instant leftOutSince() {
        return leftOutSince;
    }

    /// What was left out from then on is taken care of.
    public synchronized void caughtUp(Instant since) {
        if (since.equals(leftOutSince)) {
            leftOutSince = null;
        }
    }
}
