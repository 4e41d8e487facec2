package io.elchi.server.webhooks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many posts there may be at a time, in all and to one endpoint. An endpoint that did not answer gets one at a
/// time until it answers again: a few of them must not use up what all have.
final class Slots {
    private static final class Use {
        private int now;
        private boolean slow;
    }

    private final int inAll;
    private final int toOne;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private final Map<Long, Use> uses = new HashMap<>();
    private int used;

    Slots(int inAll, int toOne) {
        this.inAll = inAll;
        this.toOne = toOne;
    }

    /// Takes one, if there is one for this endpoint now.
    boolean take(long endpoint) {
        lock.lock();
        try {
            Use use = uses.computeIfAbsent(endpoint, _ -> new Use());
            if (used >= inAll || use.now >= (use.slow ? 1 : toOne)) {
                return false;
            }
            use.now++;
            used++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @param answered whether the endpoint said anything
    void giveBack(long endpoint, boolean answered) {
        lock.lock();
        try {
            Use use = uses.get(endpoint);
            use.slow = !answered;
            use.now--;
            if (use.now == 0 && !use.slow) {
                uses.remove(endpoint);
            }
            used--;
            if (used == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all are given back, at most so long.
    void awaitNone(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (used > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
