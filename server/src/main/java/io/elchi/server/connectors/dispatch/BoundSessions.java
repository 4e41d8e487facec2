package io.elchi.server.connectors.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The sessions of one operator that are bound for sending. Sessions come and go; the dispatcher waits here for
/// permits.
public final class BoundSessions {
    private final List<BoundSession> sessions = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition permits = lock.newCondition();
    private volatile boolean waiting;
    private int turn;

    public void add(BoundSession session) {
        sessions.add(session);
        capacityAgain();
    }

    public void remove(BoundSession session) {
        sessions.remove(session);
        capacityAgain();
    }

    public boolean isEmpty() {
        return sessions.isEmpty();
    }

    /// The number of free slots in all windows.
    private int windowRoom() {
        int sum = 0;
        for (BoundSession session : sessions) {
            sum += session.permits();
        }
        return sum;
    }

    /// The number of submit_sm that windows and rate limits permit now. Sessions of one link share its
    /// pace, so there may be less.
    ///
    /// @param except sessions that are not counted
    public int permits(Set<BoundSession> except) {
        int sum = 0;
        for (BoundSession session : sessions) {
            sum += except.contains(session) ? 0 : permits(session);
        }
        return sum;
    }

    private static int permits(BoundSession session) {
        int window = session.permits();
        return window == 0 ? 0 : Math.min(window, session.pacer().permits());
    }

    /// When the pace of some session lets something through again; zero when one does now.
    public Duration untilPace() {
        Duration first = null;
        for (BoundSession session : sessions) {
            Duration until = session.pacer().untilPermits();
            first = first == null || until.compareTo(first) < 0 ? until : first;
        }
        return first == null ? Duration.ZERO : first;
    }

    /// Whether every session waits because the operator said that it has too much.
    public boolean allPaused() {
        for (BoundSession session : sessions) {
            if (!session.pacer().isThrottled()) {
                return false;
            }
        }
        return true;
    }

    /// The session that has its turn: the next one with permits, else the next one; null when there is none.
    ///
    /// @param except sessions that get nothing
    public BoundSession next(Set<BoundSession> except) {
        Object[] now = sessions.toArray();
        if (now.length == 0) {
            return null;
        }
        for (int i = 0; i < now.length; i++) {
            BoundSession session = (BoundSession) now[(turn + i) % now.length];
            if (!except.contains(session) && permits(session) > 0) {
                turn = (turn + i + 1) % now.length;
                return session;
            }
        }
        return (BoundSession) now[turn % now.length];
    }

    /// A submit_sm was answered or a session was bound: the dispatcher checks its permits again.
    public void capacityAgain() {
        if (waiting) {
            lock.lock();
            try {
                permits.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Waits until there is permits, at most so long.
    ///
    /// @param only the session that is waited for; null: any
    public void awaitPermits(BoundSession only, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        waiting = true;
        try {
            if (only == null ? windowRoom() == 0 : sessions.contains(only) && only.permits() == 0) {
                permits.awaitNanos(nanos);
            }
        } finally {
            waiting = false;
            lock.unlock();
        }
    }
}
