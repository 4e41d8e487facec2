package io.elchi.smpp.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the requests in flight against a limit that may change while they fly. Taking a place never waits for
/// the lock unless the window is full and the caller wants to wait.
final class WindowGate {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int limit;
    private volatile boolean closed;

    WindowGate(int limit) {
        this.limit = limit;
    }

    boolean tryEnter() {
        int now = inFlight.get();
        while (now < limit && !closed) {
            int seen = inFlight.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /// Waits for a place.
    ///
    /// @return false when the gate was closed
    boolean enter() throws InterruptedException {
        if (tryEnter()) {
            return true;
        }
        lock.lockInterruptibly();
        waiting.incrementAndGet();
        try {
            while (!tryEnter()) {
                if (closed) {
                    return false;
                }
                freed.await();
            }
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /// Wakes one that waits: thousands may, and each place is for one of them. A thread that takes the place
    /// instead wakes the next one when it leaves.
    void leave() {
        inFlight.decrementAndGet();
        if (waiting.get() > 0) {
            lock.lock();
            try {
                freed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Lets fewer or more through from now on; those in flight stay.
    void limit(int newLimit) {
        boolean wider = newLimit > limit;
        limit = newLimit;
        if (wider && waiting.get() > 0) {
            wakeAll();
        }
    }

    void close() {
        closed = true;
        wakeAll();
    }

    private void wakeAll() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int inFlight() {
        return inFlight.get();
    }

    int limit() {
        return limit;
    }
}
