package io.elchi.server.messages;

import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// Stored final states on their way to webhooks, and the time up to which they were published. When they come
/// faster than they are taken some are left out: then [#beginCatchUp] says from when on the call detail records
/// have to be read.
public final class FinalStateStream implements SettledListener {
    private final WorkQueue<Settled> queue;
    /// The number of states announced, waiting or being published, by the second in which they became known.
    private final TreeMap<Long, Integer> open = new TreeMap<>();
    /// The latest time that was called published: nothing may become known before it any more.
    private Instant published = Instant.MIN;
    private Instant leftOutSince;
    private Instant catchingUpSince;
    private boolean listening;

    public FinalStateStream(WorkQueue<Settled> queue) {
        this.queue = queue;
    }

    /// Somebody takes from now on.
    ///
    /// @param publishedUpTo what became known from then on was perhaps not published; null: nothing was to be
    ///     published before
    public synchronized void listen(Instant publishedUpTo) {
        listening = true;
        leftOutSince = publishedUpTo;
        published = publishedUpTo != null && publishedUpTo.isAfter(published) ? publishedUpTo : published;
    }

    @Override
    public synchronized Instant coming(int records, Instant now) {
        Instant known = now.isAfter(published) ? now : published;
        open.merge(known.getEpochSecond(), records, Integer::sum);
        return known;
    }

    @Override
    public void withdrawn(Cdr cdr) {
        close(cdr.endedAt());
    }

    @Override
    public void settled(Settled settled) {
        if (!isListening()) {
            close(settled.at());
        } else if (!queue.offer(settled, Lane.SINGLE)) {
            leaveOut(settled.at());
        }
    }

    private synchronized boolean isListening() {
        return listening;
    }

    private synchronized void leaveOut(Instant at) {
        leftOutSince = earlier(leftOutSince, at);
        close(at);
    }

    /// Takes what waits; each must be [#done] with.
    public List<Claimed<Settled>> take(int max, Duration atMost) throws InterruptedException {
        return queue.take(max, atMost);
    }

    /// It was published, or is kept where it cannot be lost.
    public void done(Settled settled) {
        close(settled.at());
    }

    private synchronized void close(Instant at) {
        open.computeIfPresent(at.getEpochSecond(), (_, count) -> count == 1 ? null : count - 1);
    }

    /// Up to when everything was published: nothing that became known before is open, and nothing will be.
    public synchronized Instant publishedUpTo(Instant now) {
        Instant upTo = open.isEmpty() ? now : earlier(now, Instant.ofEpochSecond(open.firstKey()));
        upTo = earlier(earlier(leftOutSince, catchingUpSince), upTo);
        published = upTo.isAfter(published) ? upTo : published;
        return upTo;
    }

    /// null is later than everything.
    private static Instant earlier(Instant one, Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /// The time from which on states were left out, for the caller who publishes them now. [#caughtUp] or
    /// [#catchUpFailed] must follow.
    /// States left out meanwhile are for the next time.
    ///
    /// @return null when nothing was left out, or it is being published
    public synchronized Instant beginCatchUp() {
        if (catchingUpSince != null) {
            return null;
        }
        catchingUpSince = leftOutSince;
        leftOutSince = null;
        return catchingUpSince;
    }

    /// The states that were left out are published, or stored.
    public synchronized void caughtUp() {
        catchingUpSince = null;
    }

    /// It has to be published from the beginning.
    public synchronized void catchUpFailed() {
        leftOutSince = earlier(leftOutSince, catchingUpSince);
        catchingUpSince = null;
    }
}
