package io.elchi.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The promises of every [EventLog].
abstract class EventLogContract {
    final ManualClock clock = new ManualClock(Instant.now());
    private final MessageIds ids = new MessageIds(clock, new SplittableRandom(3));

    abstract EventLog log();

    /// In a transaction that is committed.
    abstract void commit(Work work);

    /// What a transaction does.
    interface Work {
        void run(Tx tx) throws SQLException;
    }

    NewEvent event(long account, EventType type, String data) {
        return new NewEvent(account, type, ids.next(), clock.now(), "{\"n\":\"" + data + "\"}");
    }

    void write(NewEvent... events) {
        commit(tx -> log().append(tx, List.of(events)));
        log().committed();
    }

    @Test
    void aSubscriberOverAllAccountsReadsWhatItNames() {
        long before = log().horizon();
        NewEvent named = new NewEvent(1, EventType.MESSAGE_DELIVERED, null, clock.now(), "{}", Long.MIN_VALUE);
        NewEvent other = new NewEvent(1, EventType.MESSAGE_DELIVERED, null, clock.now(), "{}", -1);
        NewEvent inbound = event(2, EventType.INBOUND_RECEIVED, "x");
        write(
                other,
                named,
                event(1, EventType.INBOUND_RECEIVED, "y"),
                inbound,
                event(2, EventType.MESSAGE_DELIVERED, "z"));
        long upTo = log().horizon();
        EventSelection both =
                new EventSelection(Set.of(Long.MIN_VALUE, 7L), EventType.INBOUND_RECEIVED, Set.of(2L, 3L));
        assertThat(log().readNamed(both, before, upTo, 100).events())
                .extracting(LoggedEvent::data)
                .containsExactly("{}", inbound.data());
        EventPage first = log().readNamed(both, before, upTo, 1);
        assertThat(first.complete()).isFalse();
        assertThat(first.events()).extracting(LoggedEvent::endpointId).containsExactly(Long.MIN_VALUE);
        EventSelection none = new EventSelection(Set.of(), EventType.INBOUND_RECEIVED, Set.of());
        assertThat(log().readNamed(none, before, upTo, 100).events()).isEmpty();
    }

    @Test
    void eventsAreReadAsTheyWereWrittenAndInThatOrder() {
        long before = log().horizon();
        NewEvent first = event(1, EventType.MESSAGE_SUBMITTED, "one");
        NewEvent second = new NewEvent(1, EventType.MESSAGE_DELIVERED, null, clock.now(), "{}");
        write(first, second);
        List<LoggedEvent> read = log().read(before, log().horizon(), 100).events();
        assertThat(read).hasSize(2);
        LoggedEvent one = read.getFirst();
        assertThat(one.accountId()).isEqualTo(1);
        assertThat(one.type()).isEqualTo("message.submitted");
        assertThat(one.messageId()).isEqualTo(first.messageId());
        assertThat(one.at()).isBetween(first.at().truncatedTo(ChronoUnit.MICROS), first.at());
        assertThat(one.data()).isEqualTo(first.data());
        assertThat(read.getLast().messageId()).isNull();
        assertThat(read.getLast().id()).isGreaterThan(one.id());
    }

    @Test
    void pagesFollowEachOtherWithoutGapsOrRepetitions() {
        long before = log().horizon();
        List<MessageId> written = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            NewEvent event = event(1 + i % 2, EventType.MESSAGE_DELIVERED, "e" + i);
            written.add(event.messageId());
            write(event);
        }
        long upTo = log().horizon();
        List<MessageId> read = new ArrayList<>();
        long after = before;
        while (after < upTo) {
            EventPage page = log().read(after, upTo, 7);
            page.events().forEach(event -> read.add(event.messageId()));
            after = page.upTo(upTo);
        }
        assertThat(read).isEqualTo(written);
        assertThat(log().readOf(2, before, upTo, 100).events()).hasSize(12).allMatch(event -> event.accountId() == 2);
        assertThat(log().readOf(2, before, before, 100).events()).isEmpty();
    }

    @Test
    void aTimeIsFoundWithoutReadingTheLog() {
        Instant begin = clock.now();
        long before = log().horizon();
        List<NewEvent> minutes = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            minutes.add(new NewEvent(1, EventType.MESSAGE_DELIVERED, null, begin.plus(i, ChronoUnit.MINUTES), "{}"));
        }
        write(minutes.toArray(NewEvent[]::new));
        long wanted = log().idBefore(begin.plus(2_000, ChronoUnit.MINUTES));
        List<LoggedEvent> behind =
                log().readOf(1, wanted, log().horizon(), 3_000).events();
        assertThat(behind.getFirst().at()).isBeforeOrEqualTo(begin.plus(2_000, ChronoUnit.MINUTES));
        // It may begin with its day.
        assertThat(wanted).isGreaterThan(before + 500);
        assertThat(log().idBefore(begin.minus(365, ChronoUnit.DAYS))).isLessThanOrEqualTo(before);
    }

    /// Large events must not take the heap, however many a reader asks for.
    @Test
    void aPageEndsAtItsOctetsAndHasAtLeastOneEvent() {
        long before = log().horizon();
        String large = "x".repeat(EventPage.MOST_OCTETS / 2);
        for (int i = 0; i < 5; i++) {
            write(event(1, EventType.INBOUND_RECEIVED, i + large));
        }
        write(event(1, EventType.INBOUND_RECEIVED, "x".repeat(EventPage.MOST_OCTETS + 1)));
        long upTo = log().horizon();
        List<Integer> sizes = new ArrayList<>();
        for (long after = before; after < upTo; ) {
            EventPage page = log().readOf(1, after, upTo, 100);
            sizes.add(page.events().size());
            after = page.upTo(upTo);
        }
        assertThat(sizes.subList(0, 3)).containsExactly(2, 2, 2);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(6);
        assertThat(log().read(before, upTo, 100).events()).hasSize(2);
    }

    @Test
    void aNewSubscriberBeginsAtTheEndAndKeepsItsCursor() {
        write(event(1, EventType.MESSAGE_DELIVERED, "before"));
        log().begin("new");
        long begun = log().cursor("new").orElseThrow();
        assertThat(begun).isGreaterThanOrEqualTo(log().horizon());
        write(event(1, EventType.MESSAGE_DELIVERED, "after"));
        log().begin("new");
        assertThat(log().cursor("new")).hasValue(begun);
        assertThat(log().read(begun, log().horizon(), 10).events()).hasSize(1);
        log().begin("other");
        commit(tx -> log().storeCursors(tx, Map.of("new", begun + 1, "other", 3L)));
        assertThat(log().cursor("new")).hasValue(begun + 1);
        assertThat(log().cursor("other")).hasValue(3);
        log().remove("other");
        commit(tx -> log().storeCursors(tx, Map.of("other", 4L)));
        assertThat(log().cursor("other")).as("it was removed").isEmpty();
    }
}
