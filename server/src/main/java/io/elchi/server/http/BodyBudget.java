package io.elchi.server.http;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Limits the octets of request bodies in memory, over all connections. Octets count from when they are read until
/// the request is answered.
///
/// One account has a share, so that its large bodies refuse nobody else's. A small body may use a reserve, so that
/// a single message is read while large bodies take the rest.
final class BodyBudget {
    /// The octets up to which a body is small: a message, or a batch of a hundred.
    static final int SMALL = 16 * 1024;

    private static final int PERCENT = 100;
    private static final int ACCOUNT_DIVISOR = 4;
    private static final int RESERVE_DIVISOR = 10;

    private final long capacity;
    private final AtomicLong taken = new AtomicLong();
    private final Map<Long, Long> byAccount = new ConcurrentHashMap<>();
    private final Metrics.Count refused;

    BodyBudget(long capacity, Metrics metrics) {
        this.capacity = capacity;
        refused = metrics.count(Metric.HTTP_BODIES_REFUSED);
        metrics.gauge(Metric.HTTP_BODY_OCTETS, taken::get);
        metrics.gauge(Metric.HTTP_BODY_CAPACITY, () -> capacity);
    }

    /// A share of the heap.
    static BodyBudget ofHeap(int percent, Metrics metrics) {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / PERCENT * percent, metrics);
    }

    /// The octets of one body after the other on a connection. One thread uses it at a time.
    final class Part {
        private static final long NOBODY = -1;
        private long owner = NOBODY;
        private long octets;
        private long shared;

        /// @param accountId the account whose body is read from now on
        void of(long accountId) {
            owner = accountId;
        }

        long octets() {
            return octets;
        }

        /// @return false when the budget or the account's share is used up; then nothing is taken
        boolean take(int more) {
            boolean small = octets + more <= SMALL;
            long most = small ? capacity : capacity - capacity / RESERVE_DIVISOR;
            boolean shares = owner == EntrancePort.STRANGER || !small && owner != NOBODY;
            if (taken.addAndGet(more) <= most && (!shares || share(more))) {
                octets += more;
                return true;
            }
            taken.addAndGet(-more);
            refused.one();
            return false;
        }

        private boolean share(int more) {
            if (byAccount.merge(owner, (long) more, Long::sum) <= capacity / ACCOUNT_DIVISOR) {
                shared += more;
                return true;
            }
            unshare(more);
            return false;
        }

        private void unshare(long count) {
            byAccount.computeIfPresent(owner, (_, sum) -> sum == count ? null : sum - count);
        }

        void giveBack() {
            taken.addAndGet(-octets);
            if (shared > 0) {
                unshare(shared);
            }
            octets = 0;
            shared = 0;
            owner = NOBODY;
        }
    }

    Part part() {
        return new Part();
    }

    long taken() {
        return taken.get();
    }
}
