package io.elchi.server.webhooks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Limits concurrent attempts: in all, for one account, and to one endpoint. An endpoint that did not answer, or
/// answered late, gets one attempt at a time until it answers in time.
final class ConcurrencyLimiter {
    /// @param inAll attempts at a time
    /// @param perAccount of them to the endpoints of one account
    /// @param perEndpoint of them to one endpoint
    /// @param slowAfter an answer that takes longer makes its endpoint slow
    record Limits(int inAll, int perAccount, int perEndpoint, Duration slowAfter) {}

    private static final class Use {
        private int now;
        private boolean slow;
    }

    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private final Map<Long, Use> endpoints = new HashMap<>();
    private final Map<Long, Integer> accounts = new HashMap<>();
    private int used;

    ConcurrencyLimiter(Limits limits) {
        this.limits = limits;
    }

    /// Takes a place, if there is one for this endpoint now.
    boolean acquire(long account, long endpoint) {
        lock.lock();
        try {
            Use known = endpoints.get(endpoint);
            boolean full = used >= limits.inAll
                    || accounts.getOrDefault(account, 0) >= limits.perAccount
                    || known != null && known.now >= (known.slow ? 1 : limits.perEndpoint);
            if (full) {
                return false;
            }
            endpoints.computeIfAbsent(endpoint, _ -> new Use()).now++;
            accounts.merge(account, 1, Integer::sum);
            used++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @param answered whether the endpoint sent an answer
    /// @param took the time until then
    void release(long account, long endpoint, boolean answered, Duration took) {
        lock.lock();
        try {
            Use use = endpoints.get(endpoint);
            use.slow = !answered || took.compareTo(limits.slowAfter) > 0;
            use.now--;
            if (use.now == 0 && !use.slow) {
                endpoints.remove(endpoint);
            }
            accounts.computeIfPresent(account, (_, now) -> now == 1 ? null : now - 1);
            used--;
            if (used == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all places are given back, at most so long.
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
