package io.elchi.server.events;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log for all subscribers of this process, in one thread: the end of the log once for all feeds, and
/// for each feed that is behind its own part.
public final class EventReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    /// Between two looks; commits of other processes are found so late.
    private static final long LOOK_MILLIS = 50;
    /// Looks are not closer together: many commits share one.
    private static final long GATHER_MILLIS = 15;
    private static final long RETRY_MILLIS = 1_000;
    private static final int PAGE = 1_000;
    private static final long TRIM_NANOS = 1_000_000_000L;

    private final EventLog log;
    private final EventFeed.Limits limits;
    private final Map<String, EventFeed> feeds = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile Thread thread;
    private long tail;
    private long trimmedAt = System.nanoTime();

    EventReader(EventLog log, EventsProperties properties, Metrics metrics) {
        this.log = log;
        limits = new EventFeed.Limits(properties.feedEvents(), properties.feedOctets(), new AtomicLong());
        metrics.gauge(Metric.EVENT_FEED_OCTETS, limits.octets()::get);
        metrics.gauge(
                Metric.EVENT_FEEDS_BEHIND,
                () -> feeds.values().stream().filter(EventFeed::isBehind).count());
    }

    /// Reads for a subscriber from its cursor on; from the end of the log if it has none.
    ///
    /// @param filter events that it wants
    /// @param ready runs in the reader's thread when there may be something to take; must not block
    public EventFeed open(String subscriber, long accountId, Predicate<LoggedEvent> filter, Runnable ready) {
        log.begin(subscriber);
        long cursor = log.cursor(subscriber).orElseThrow();
        EventFeed feed = new EventFeed(subscriber, accountId, filter, cursor, ready, limits);
        feeds.put(subscriber, feed);
        log.committed();
        return feed;
    }

    /// Reads for a subscriber that keeps its own cursor.
    ///
    /// @param name of its own in this process
    /// @param after the id of the last event that it has
    EventFeed follow(String name, long accountId, Predicate<String> filter, long after, Runnable ready) {
        EventFeed feed = new EventFeed(name, accountId, event -> filter.test(event.type()), after, ready, limits);
        feeds.put(name, feed);
        log.committed();
        return feed;
    }

    /// Stops reading for a subscriber. Its cursor stays.
    public void close(EventFeed feed) {
        feeds.remove(feed.subscriber(), feed);
        feed.close();
    }

    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().name("events-read").start(this::run);
        }
    }

    /// Whether the thread that reads is alive; true before the start.
    public boolean isAlive() {
        return thread == null || thread.isAlive();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    boolean more = look();
                    if (System.nanoTime() - trimmedAt >= TRIM_NANOS) {
                        trimmedAt = System.nanoTime();
                        trim();
                    }
                    log.awaitCommitted(more ? 0 : LOOK_MILLIS);
                    if (!more) {
                        Thread.sleep(GATHER_MILLIS);
                    }
                } catch (RuntimeException e) {
                    LOG.warn("the event log cannot be read: {}", e.getMessage());
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One look at the log.
    ///
    /// @return whether there is more to read at once
    boolean look() {
        if (feeds.isEmpty()) {
            return false;
        }
        long horizon = log.horizon();
        boolean full = readTail(horizon);
        boolean more = full;
        for (EventFeed feed : feeds.values()) {
            if (feed.wantsPage()) {
                more |= readPage(feed);
            }
        }
        return more;
    }

    /// When half of the memory is used, feeds whose subscribers take nothing give theirs back.
    void trim() {
        if (limits.octets().get() > limits.capacity() / 2) {
            feeds.values().forEach(EventFeed::trim);
        }
    }

    private boolean readTail(long horizon) {
        if (feeds.values().stream().allMatch(EventFeed::isBehind)) {
            tail = horizon; // Each reads its own part up to here.
            return false;
        }
        EventPage page = tail == horizon ? EventPage.EMPTY : log.read(tail, horizon, PAGE);
        long upTo = page.upTo(horizon);
        Map<Long, List<LoggedEvent>> byAccount = new HashMap<>();
        for (LoggedEvent event : page.events()) {
            byAccount.computeIfAbsent(event.accountId(), _ -> new ArrayList<>()).add(event);
        }
        for (EventFeed feed : feeds.values()) {
            if (!feed.isBehind()) {
                feed.add(byAccount.getOrDefault(feed.accountId(), List.of()), upTo, true);
            }
        }
        tail = upTo;
        return !page.complete();
    }

    private boolean readPage(EventFeed feed) {
        int limit = Math.min(PAGE, feed.space());
        if (limit == 0) {
            return false;
        }
        EventPage page = log.readOf(feed.accountId(), feed.position(), tail, limit);
        feed.add(page.events(), page.upTo(tail), page.complete());
        return !page.complete();
    }

    @Override
    public void close() {
        closed = true;
        Thread reading = thread;
        if (reading == null) {
            return;
        }
        reading.interrupt();
        try {
            reading.join(RETRY_MILLIS * 5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
