package io.elchi.server.webhooks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Limits concurrent attempts: in all, for one account, and to one endpoint. An endpoint that did not answer, or
/// answered late, gets one attempt at a time until it answers in time. One that accepts nothing gets one attempt
/// at a time, and these with growing delays.
final class ConcurrencyLimiter {
    private static final int FAILING_AFTER = 5;
    private static final long FIRST_DELAY = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_DOUBLED = 6;

    /// @param inAll attempts at a time
    /// @param perAccount of them to the endpoints of one account
    /// @param perEndpoint of them to one endpoint
    /// @param slowAfter an answer that takes longer makes its endpoint slow
    record Limits(int inAll, int perAccount, int perEndpoint, Duration slowAfter) {}

    /// The answer to a request for a place.
    enum Grant {
        GRANTED,
        /// The endpoint has as many attempts as it may; one of them ends some day.
        ENDPOINT_BUSY,
        /// Its account has.
        ACCOUNT_BUSY,
        /// All endpoints together have.
        ALL_BUSY,
        /// The endpoint accepted nothing lately: a later attempt may be made.
        BACKING_OFF
    }

    private static final class Use {
        private int now;
        private boolean slow;
        private int failures;
        private long notBefore;
    }

    private final Limits limits;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private final Map<Long, Use> endpoints = new HashMap<>();
    private final Map<Long, Integer> accounts = new HashMap<>();
    private int used;

    /// @param nanos monotonic time in nanoseconds
    ConcurrencyLimiter(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /// Takes a place, if there is one for this endpoint now.
    Grant acquire(long account, long endpoint) {
        lock.lock();
        try {
            Use known = endpoints.get(endpoint);
            Grant grant = grant(account, known);
            if (grant == Grant.GRANTED) {
                (known != null ? known : endpoints.computeIfAbsent(endpoint, _ -> new Use())).now++;
                accounts.merge(account, 1, Integer::sum);
                used++;
            }
            return grant;
        } finally {
            lock.unlock();
        }
    }

    private Grant grant(long account, Use known) {
        if (known != null) {
            boolean failing = known.failures >= FAILING_AFTER;
            if (failing && nanos.getAsLong() - known.notBefore < 0) {
                return Grant.BACKING_OFF;
            }
            if (known.now >= (known.slow || failing ? 1 : limits.perEndpoint)) {
                return Grant.ENDPOINT_BUSY;
            }
        }
        if (accounts.getOrDefault(account, 0) >= limits.perAccount) {
            return Grant.ACCOUNT_BUSY;
        }
        return used >= limits.inAll ? Grant.ALL_BUSY : Grant.GRANTED;
    }

    /// Gives a place back that was not used.
    void cancel(long account, long endpoint) {
        lock.lock();
        try {
            free(account, endpoint, endpoints.get(endpoint));
        } finally {
            lock.unlock();
        }
    }

    /// @param answered whether the endpoint sent an answer
    /// @param accepted whether that was a success
    /// @param took the time until then
    void release(long account, long endpoint, boolean answered, boolean accepted, Duration took) {
        lock.lock();
        try {
            Use use = endpoints.get(endpoint);
            use.slow = !answered || took.compareTo(limits.slowAfter) > 0;
            if (accepted) {
                use.failures = 0;
            } else if (use.failures < FAILING_AFTER || nanos.getAsLong() - use.notBefore >= 0) {
                // Attempts that were made at the same time are one sign, not many.
                use.failures++;
                int doubled = Math.clamp(use.failures - FAILING_AFTER, 0, MOST_DOUBLED);
                use.notBefore = nanos.getAsLong() + (FIRST_DELAY << doubled);
            }
            free(account, endpoint, use);
        } finally {
            lock.unlock();
        }
    }

    private void free(long account, long endpoint, Use use) {
        use.now--;
        if (use.now == 0 && !use.slow && use.failures == 0) {
            endpoints.remove(endpoint);
        }
        accounts.computeIfPresent(account, (_, now) -> now == 1 ? null : now - 1);
        used--;
        if (used == 0) {
            none.signalAll();
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
