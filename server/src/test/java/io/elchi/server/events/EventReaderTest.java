package io.elchi.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A reader without its thread.
class EventReaderTest {
    private static final int FEED = 100;

    private final ManualClock clock = new ManualClock(Instant.now());
    private final MessageIds ids = new MessageIds(clock, new SplittableRandom(3));
    private final MemoryEventLog log = new MemoryEventLog();
    private final EventReader reader = EventLogs.reader(log, FEED);

    private void write(long account, EventType type, MessageId message) {
        log.append(null, List.of(new NewEvent(account, type, message, clock.now(), "{}")));
    }

    private EventFeed open(String name, long account) {
        return reader.open(name, account, _ -> true, () -> {});
    }

    private void look() {
        while (reader.look()) {
            // There is more.
        }
    }

    private static List<LoggedEvent> drain(EventFeed feed) {
        List<LoggedEvent> taken = new ArrayList<>();
        for (LoggedEvent event = feed.poll(); event != null; event = feed.poll()) {
            taken.add(event);
            feed.finished(event);
            feed.stored(event);
        }
        return taken;
    }

    @Test
    void aFeedHasTheEventsOfItsAccountAndTypesFromItsCursorOn() {
        write(1, EventType.MESSAGE_DELIVERED, ids.next());
        EventFeed feed = reader.open("a", 1, event -> event.type().equals("message.delivered"), () -> {});
        write(1, EventType.MESSAGE_SUBMITTED, ids.next());
        write(2, EventType.MESSAGE_DELIVERED, ids.next());
        write(1, EventType.MESSAGE_DELIVERED, ids.next());
        look();
        assertThat(drain(feed)).extracting(LoggedEvent::id).containsExactly(4L);
        assertThat(feed.cursor()).isEqualTo(4);
    }

    @Test
    void theCursorPassesAnEventWhenItsResultIsStored() {
        EventFeed feed = open("a", 1);
        for (int i = 0; i < 3; i++) {
            write(1, EventType.MESSAGE_DELIVERED, ids.next());
        }
        look();
        LoggedEvent first = feed.poll();
        LoggedEvent second = feed.poll();
        assertThat(feed.cursor()).isZero();
        feed.finished(second);
        feed.stored(second);
        assertThat(feed.cursor()).isZero();
        feed.finished(first);
        assertThat(feed.cursor()).isZero();
        feed.stored(first);
        assertThat(feed.cursor()).isEqualTo(2);
    }

    @Test
    void theEventsOfOneMessageAreTakenOneAfterTheOther() {
        EventFeed feed = open("a", 1);
        MessageId message = ids.next();
        write(1, EventType.MESSAGE_SUBMITTED, message);
        write(1, EventType.MESSAGE_DELIVERED, message);
        write(1, EventType.MESSAGE_DELIVERED, ids.next());
        look();
        LoggedEvent first = feed.poll();
        assertThat(first.id()).isEqualTo(1);
        assertThat(feed.poll().id()).isEqualTo(3);
        assertThat(feed.poll()).isNull();
        feed.finished(first);
        assertThat(feed.poll().id()).isEqualTo(2);
    }

    /// What was not taken is read again later.
    @Test
    void theCursorOfAClosedFeedPassesNothingThatWaits() {
        EventFeed feed = open("a", 1);
        for (int i = 0; i < 3; i++) {
            write(1, EventType.MESSAGE_DELIVERED, ids.next());
        }
        look();
        LoggedEvent first = feed.poll();
        feed.finished(first);
        feed.stored(first);
        reader.close(feed);
        assertThat(feed.cursor()).isEqualTo(1);
    }

    /// Its feed is full; the others go on, and it reads its part later.
    @Test
    void aSlowSubscriberFallsBehindAndMissesNothing() {
        EventFeed slow = open("slow", 1);
        EventFeed quick = open("quick", 1);
        look();
        for (int i = 0; i < 5 * FEED; i++) {
            write(1, EventType.MESSAGE_DELIVERED, ids.next());
            look();
            assertThat(drain(quick)).hasSize(1);
        }
        assertThat(slow.isBehind()).isTrue();
        assertThat(slow.waiting()).isEqualTo(FEED);
        List<LoggedEvent> all = new ArrayList<>();
        for (List<LoggedEvent> some = drain(slow); !some.isEmpty(); some = drain(slow)) {
            all.addAll(some);
            look();
        }
        assertThat(all)
                .extracting(LoggedEvent::id)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(5 * FEED);
        assertThat(slow.isBehind()).isFalse();
    }

    /// One account's endpoints hang, with all the memory. Another account's events go on as before.
    @Test
    void subscribersThatHangDoNotHoldTheMemoryOfOthers() {
        EventReader crowded = EventLogs.reader(log, 4_000);
        List<EventFeed> hung = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            hung.add(crowded.open("hung" + i, 1, _ -> true, () -> {}));
        }
        EventFeed quick = crowded.open("quick", 2, _ -> true, () -> {});
        for (int i = 0; i < 5_000; i++) {
            write(1, EventType.MESSAGE_DELIVERED, ids.next());
        }
        for (int i = 0; i < 20; i++) {
            crowded.look();
        }
        crowded.trim();
        crowded.trim();
        assertThat(hung).allMatch(feed -> feed.waiting() <= 16);
        for (int i = 0; i < 500; i++) {
            write(2, EventType.MESSAGE_DELIVERED, ids.next());
        }
        for (int i = 0; i < 20; i++) {
            crowded.look();
        }
        assertThat(quick.waiting()).isEqualTo(500);
        List<Long> got = new ArrayList<>();
        EventFeed woken = hung.getFirst();
        while (got.size() < 5_000) {
            drain(woken).forEach(event -> got.add(event.id()));
            crowded.look();
            crowded.trim();
        }
        assertThat(got).isSorted().doesNotHaveDuplicates().hasSize(5_000);
    }

    /// Writes, looks, takes, and restarts in any order: every subscriber gets each of its events, in order, at
    /// least once; and without a restart exactly once.
    @Test
    void everySubscriberGetsEachEventAtLeastOnce() {
        Seeds.forEach(200, random -> {
            MemoryEventLog events = new MemoryEventLog();
            EventReader reading = EventLogs.reader(events, 5);
            Map<String, List<Long>> got = new HashMap<>();
            Map<String, EventFeed> feeds = new HashMap<>();
            boolean restarted = false;
            for (int i = 0; i < 3; i++) {
                String name = "s" + i;
                feeds.put(name, reading.open(name, i % 2, _ -> true, () -> {}));
                got.put(name, new ArrayList<>());
            }
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(4)) {
                    case 0 ->
                        events.append(
                                null,
                                List.of(new NewEvent(
                                        random.nextInt(2),
                                        EventType.MESSAGE_DELIVERED,
                                        ids.next(),
                                        clock.now(),
                                        "{}")));
                    case 1 -> reading.look();
                    case 2 -> take(feeds, got, events, random.nextInt(3));
                    default -> {
                        if (random.nextInt(10) == 0) {
                            restarted = true;
                            reading = EventLogs.reader(events, 5);
                            for (String name : List.copyOf(feeds.keySet())) {
                                long account = feeds.get(name).accountId();
                                feeds.put(name, reading.open(name, account, _ -> true, () -> {}));
                            }
                        }
                    }
                }
            }
            for (int i = 0; i < 500; i++) {
                reading.look();
                take(feeds, got, events, i % 3);
            }
            check(got, feeds, events, restarted);
        });
    }

    private static void check(
            Map<String, List<Long>> got, Map<String, EventFeed> feeds, EventLog events, boolean restarted) {
        for (Map.Entry<String, List<Long>> each : got.entrySet()) {
            List<Long> wanted = events.readOf(feeds.get(each.getKey()).accountId(), 0, 1_000, 1_000).events().stream()
                    .map(LoggedEvent::id)
                    .toList();
            assertThat(each.getValue().stream().distinct()).containsAll(wanted);
            if (!restarted) {
                assertThat(each.getValue()).isEqualTo(wanted);
            }
        }
    }

    private static void take(
            Map<String, EventFeed> feeds, Map<String, List<Long>> got, MemoryEventLog log, int number) {
        String name = "s" + number;
        EventFeed feed = feeds.get(name);
        LoggedEvent event = feed.poll();
        if (event != null) {
            got.get(name).add(event.id());
            feed.finished(event);
            feed.stored(event);
        }
        log.storeCursors(null, Map.of(name, feed.cursor()));
    }
}
