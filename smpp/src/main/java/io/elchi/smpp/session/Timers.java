package io.elchi.smpp.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The timers of SMPP 5.0, 2.7 (session_init, enquire_link, inactivity, response), and two of ours: for a peer
/// that does not read and for an unbind that waits. One scheduled task serves the timer that is due first. The
/// event loop owns them. Time is the loop's ticker, so that tests bring their own.
final class Timers {
    private static final long NEVER = Long.MAX_VALUE;

    private final SmppSession session;
    private final long responseNanos;
    private final long enquireNanos;
    private final long inactivityNanos;
    private final long stallNanos;
    private ChannelHandlerContext ctx;
    private Future<?> task;
    private long start;
    private long taskAt = NEVER;
    private long lastRead;
    private long lastActivity;
    private long initDeadline = NEVER;
    private long stalledSince = NEVER;
    private long drainDeadline = NEVER;
    private long closeDeadline = NEVER;
    private long enquiredAt;
    private boolean reading = true;
    private long stoppedReadingAt;
    /// For how long we did not read: the response timer stood still so long.
    private long notReadNanos;
    private boolean enquiring;
    private int misses;

    Timers(SmppSession session) {
        this.session = session;
        SessionConfig config = session.config();
        responseNanos = config.responseTimer().toNanos();
        enquireNanos = config.enquireLinkTimer().toNanos();
        inactivityNanos = config.inactivityTimer().toNanos();
        stallNanos = config.stallTimer().toNanos();
    }

    void start(ChannelHandlerContext context) {
        ctx = context;
        start = context.executor().ticker().nanoTime();
        lastRead = now();
        lastActivity = lastRead;
    }

    /// Nanoseconds since the start of the session.
    long now() {
        return ctx.executor().ticker().nanoTime() - start;
    }

    long responseNanos() {
        return responseNanos;
    }

    void awaitBind() {
        initDeadline = now() + session.config().sessionInitTimer().toNanos();
        wakeBy(initDeadline);
    }

    /// The bind has come. The decision about it has as much time as the bind had. It has nothing to do with the
    /// response timer, which is about the answers of the peer.
    void bindArrived() {
        awaitBind();
    }

    void bindDecided() {
        initDeadline = NEVER;
    }

    void bound() {
        bindDecided();
        lastActivity = now();
        reschedule();
    }

    void read() {
        lastRead = now();
    }

    void activity() {
        lastActivity = lastRead;
    }

    /// The time by which responses are awaited: it does not advance while we do not read.
    long readingTime() {
        return (reading ? now() : stoppedReadingAt) - notReadNanos;
    }

    /// An unbind is not waited for longer because we do not read.
    private boolean awaitsResponses() {
        return reading || !session.state().isBound();
    }

    void reading(boolean wanted) {
        if (wanted == reading) {
            return;
        }
        if (wanted) {
            notReadNanos += now() - stoppedReadingAt;
        } else {
            stoppedReadingAt = now();
        }
        reading = wanted;
        if (wanted && ctx != null) {
            reschedule();
        }
    }

    void sent(Pending<?> pending) {
        if (awaitsResponses()) {
            wakeBy(pending.deadlineNanos + notReadNanos);
        }
    }

    void writable(boolean writable) {
        stalledSince = writable ? NEVER : now();
        if (!writable) {
            wakeBy(stalledSince + stallNanos);
        }
    }

    void drainStarts() {
        if (drainDeadline == NEVER) {
            drainDeadline = now() + session.config().drainTimer().toNanos();
            wakeBy(drainDeadline);
        }
    }

    long stallNanos() {
        return stallNanos;
    }

    /// The connection is closing; it is closed after this time even if the peer does not close it.
    void closeIn(long nanos) {
        closeDeadline = now() + nanos;
        wakeBy(closeDeadline);
    }

    void enquireAnswered() {
        enquiring = false;
        misses = 0;
    }

    /// Octets that were read after the enquire_link was written show that the peer is alive. While we do not read,
    /// we cannot have read its response.
    ///
    /// @return true when the peer has missed too many
    boolean enquireMissed() {
        enquiring = false;
        if (lastRead > enquiredAt || !session.flow().reads()) {
            misses = 0;
            return false;
        }
        return ++misses >= session.config().maxEnquireLinkMisses();
    }

    void stop() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
        taskAt = NEVER;
    }

    private void wakeBy(long deadline) {
        if (deadline < taskAt) {
            if (task != null) {
                task.cancel(false);
            }
            taskAt = deadline;
            task = ctx.executor().schedule(this::run, Math.max(0, deadline - now()), TimeUnit.NANOSECONDS);
        }
    }

    private void run() {
        task = null;
        taskAt = NEVER;
        long now = now();
        if (awaitsResponses()) {
            expireRequests(now - notReadNanos);
        }
        if (session.lifecycle().hasEnded()) {
            return;
        }
        if (!session.flow().reads()) {
            lastRead = now; // Silence of our own making.
        }
        if (due(initDeadline, now)) {
            initDeadline = NEVER;
            session.lifecycle().closeNow(CloseReason.SESSION_INIT_TIMEOUT);
        } else if (due(closeDeadline, now) || stalledSince != NEVER && due(stalledSince + stallNanos, now)) {
            closeDeadline = NEVER;
            stalledSince = NEVER;
            session.lifecycle().closeNow(CloseReason.STALLED);
        } else if (due(drainDeadline, now)) {
            drainDeadline = NEVER;
            session.lifecycle().drainTimedOut();
        } else if (session.state().isBound() && inactivityNanos > 0 && due(lastActivity + inactivityNanos, now)) {
            lastActivity = now;
            session.lifecycle().unbind(CloseReason.INACTIVE);
        } else if (session.state().isBound() && enquireNanos > 0 && !enquiring && due(lastRead + enquireNanos, now)) {
            enquiring = true;
            enquiredAt = now;
            session.lifecycle().enquire();
        }
        if (!session.lifecycle().hasEnded()) {
            reschedule();
        }
    }

    private void expireRequests(long now) {
        for (Pending<?> late = session.window().expire(now);
                late != null;
                late = session.window().expire(now)) {
            session.counters().add(Counters.TIMEOUTS, 1);
            session.release(late);
            late.timedOut();
            session.lifecycle().progress();
        }
    }

    private void reschedule() {
        long next = Math.min(Math.min(initDeadline, drainDeadline), closeDeadline);
        if (stalledSince != NEVER) {
            next = Math.min(next, stalledSince + stallNanos);
        }
        if (session.state().isBound()) {
            if (inactivityNanos > 0) {
                next = Math.min(next, lastActivity + inactivityNanos);
            }
            if (enquireNanos > 0 && !enquiring) {
                next = Math.min(next, lastRead + enquireNanos);
            }
        }
        Pending<?> oldest = session.window().oldest();
        if (oldest != null && awaitsResponses()) {
            next = Math.min(next, oldest.deadlineNanos + notReadNanos);
        }
        if (next != NEVER) {
            wakeBy(next);
        }
    }

    private static boolean due(long deadline, long now) {
        return deadline != NEVER && deadline <= now;
    }
}
