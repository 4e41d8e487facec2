package io.elchi.server.messages;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.StorableText;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests to send that were refused, without their texts. [#add] keeps them in memory, [#flush] stores them
/// together.
///
/// A flood of refusals costs a counter: of each account so many a minute are kept, the others are counted alone.
/// Requests without a valid key are kept together, as one entry for each address and minute.
public final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    /// What waits for the next flush, in all.
    private static final int MAX_WAITING = 10_000;
    private static final int BATCH = 500;
    private static final long MINUTE = 60;
    /// Characters of a field.
    private static final int MAX_TEXT = 200;

    private final Store store;
    private final Clock clock;
    private final int perMinute;
    private final Metrics.Family dropped;
    private final ArrayBlockingQueue<RefusedRequest> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final ConcurrentHashMap<Long, AtomicInteger> thisMinute = new ConcurrentHashMap<>();
    private final RefusedAddresses addresses;
    private final Repeated repeated;
    private volatile long minute;

    /// A refused request.
    ///
    /// @param id 0 until it is stored
    /// @param accountId 0: the key was not valid; `detail` says how many requests came from which address
    /// @param to as the client wrote it; null when it was not read
    /// @param from as the client wrote it; null when it was not read
    public record RefusedRequest(
            long id,
            Instant at,
            long accountId,
            long apiKeyId,
            String code,
            String field,
            String detail,
            String to,
            String from,
            String correlationId) {}

    /// Who asked.
    public record Source(long accountId, long apiKeyId, String correlationId) {}

    /// Where entries are kept.
    public interface Store {
        void insert(List<RefusedRequest> entries);

        /// Newest first.
        ///
        /// @param accountId 0: of all accounts
        /// @param code null: all codes
        /// @param cursor of the page before; null: from the newest
        Page<RefusedRequest> page(long accountId, String code, String cursor, int limit);
    }

    /// Learns of the addresses that sent no valid key.
    public interface Repeated {
        /// @param requests of the last minute by address, of IPv6 by /64
        void report(Map<String, Long> requests);
    }

    /// One that reports no addresses without a valid key.
    public RefusalLog(Store store, Clock clock, int perMinute, Metrics metrics) {
        this(store, clock, perMinute, _ -> {}, metrics);
    }

    /// @param perMinute entries of one account, and addresses without a valid key
    public RefusalLog(Store store, Clock clock, int perMinute, Repeated repeated, Metrics metrics) {
        this.repeated = repeated;
        this.store = store;
        this.clock = clock;
        this.perMinute = perMinute;
        dropped = metrics.family(Metric.REFUSALS_NOT_KEPT);
        addresses = new RefusedAddresses(perMinute);
    }

    /// Never waits.
    ///
    /// @param to null when it was not read
    /// @param from null when it was not read
    public void add(Source source, Refusal refusal, String to, String from) {
        Instant now = clock.now();
        if (!isWithinLimit(source.accountId(), now.getEpochSecond() / MINUTE)) {
            dropped.of("limit").one();
            return;
        }
        boolean kept = waiting.offer(new RefusedRequest(
                0,
                now,
                source.accountId(),
                source.apiKeyId(),
                refusal.failure().code(),
                storable(refusal.field()),
                storable(refusal.detail()),
                storable(to),
                storable(from),
                source.correlationId()));
        if (!kept) {
            dropped.of("full").one();
        }
    }

    /// Counts a request without a valid key; see [#flush]. Never waits.
    public void addWithoutAccount(InetAddress from) {
        addresses.count(from);
    }

    /// A name of a field may be anything that a client wrote.
    private static String storable(String text) {
        if (text == null) {
            return null;
        }
        if (!StorableText.is(text)) {
            return "(cannot be stored)";
        }
        return text.length() <= MAX_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, cut(text)));
    }

    private static int cut(String text) {
        return Math.min(MAX_TEXT, text.codePointCount(0, text.length()));
    }

    private boolean isWithinLimit(long account, long now) {
        if (now != minute) {
            startMinute(now);
        }
        AtomicInteger count = thisMinute.computeIfAbsent(account, _ -> new AtomicInteger());
        // Read first: a flood must not write a line that all processors share.
        return count.get() < perMinute && count.incrementAndGet() <= perMinute;
    }

    private synchronized void startMinute(long now) {
        if (now != minute) {
            thisMinute.clear();
            minute = now;
        }
    }

    /// Stores what waits; to be called every second or so. Entries that cannot be stored are lost, and counted.
    public synchronized void flush() {
        Instant now = clock.now();
        RefusedAddresses.Minute minuteBefore = addresses.before(now.getEpochSecond() / MINUTE, now);
        report(minuteBefore.requests());
        List<RefusedRequest> batch = new ArrayList<>(minuteBefore.entries());
        // Each entry of this batch is one address, so it is bounded too.
        store(batch);
        while (waiting.drainTo(batch, BATCH) > 0) {
            if (!store(batch)) {
                return;
            }
        }
    }

    private void report(Map<String, Long> requests) {
        try {
            repeated.report(requests);
        } catch (RuntimeException e) {
            LOG.warn("refused keys could not be reported: {}", e.getMessage());
        }
    }

    /// Empties the batch.
    ///
    /// @return false when it could not be stored
    private boolean store(List<RefusedRequest> batch) {
        try {
            if (!batch.isEmpty()) {
                store.insert(batch);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{} refusals could not be stored: {}", batch.size(), e.getMessage());
            dropped.of("database").add(batch.size());
            return false;
        } finally {
            batch.clear();
        }
    }
}
