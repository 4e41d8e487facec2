package io.elchi.server.events;

import io.elchi.server.core.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A reader that adds events and frees memory now and then, and two subscribers: events of one message come one at a
/// time and in order, and the cursor passes no event that is not stored.
public final class EventFeedRace {
    private static final int EVENTS = 5;

    private EventFeedRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EventFeed feed =
                new EventFeed("s", 1, _ -> true, 0, () -> {}, new EventFeed.Limits(2, 1_000_000, new AtomicLong()));
        List<LoggedEvent> log = new ArrayList<>();
        for (int id = 1; id <= EVENTS; id++) {
            log.add(new LoggedEvent(id, 1, "t", new MessageId(id % 2, 0), Instant.EPOCH, "{}", 0));
        }
        Set<Long> stored = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<LoggedEvent> inOrder = new ConcurrentLinkedQueue<>();
        List<Thread> threads = List.of(
                new Thread(() -> read(feed, log, stored)),
                new Thread(() -> take(feed, stored, inOrder)),
                new Thread(() -> take(feed, stored, inOrder)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        check(feed.cursor() >= EVENTS, "the cursor is at the end: " + feed.cursor());
        for (int message = 0; message < 2; message++) {
            MessageId id = new MessageId(message, 0);
            long last = 0;
            for (LoggedEvent event : inOrder) {
                if (event.messageId().equals(id)) {
                    check(event.id() > last, "in order: " + inOrder);
                    last = event.id();
                }
            }
        }
    }

    private static void read(EventFeed feed, List<LoggedEvent> log, Set<Long> stored) {
        while (stored.size() < EVENTS) {
            if (feed.wantsPage()) {
                long from = feed.position();
                feed.add(log.stream().filter(event -> event.id() > from).toList(), EVENTS, true);
            }
            feed.trim();
            long cursor = feed.cursor();
            for (long id = 1; id <= Math.min(cursor, EVENTS); id++) {
                check(stored.contains(id), "the cursor " + cursor + " passed " + id);
            }
            Thread.yield();
        }
    }

    private static void take(EventFeed feed, Set<Long> stored, ConcurrentLinkedQueue<LoggedEvent> inOrder) {
        while (stored.size() < EVENTS) {
            LoggedEvent event = feed.poll();
            if (event != null) {
                inOrder.add(event);
                feed.finished(event);
                stored.add(event.id());
                feed.stored(event);
            }
            Thread.yield();
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
