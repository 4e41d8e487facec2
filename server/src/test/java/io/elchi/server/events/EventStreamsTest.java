package io.elchi.server.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Places of streams. The clients are played by the test; the stream through HTTP has its own test.
class EventStreamsTest {
    private static final long BANK = 7;
    private static final long SHOP = 8;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final MemoryEventLog log = new MemoryEventLog();

    @AutoClose
    private final EventReader reader = EventLogs.reader(log, 100);

    @AutoClose
    private final EventStreams streams = new EventStreams(
            log,
            reader,
            new PullSubscriptions(database.database(), clock, Duration.ofDays(7)),
            new EventStreams.Limits(3, 2, Duration.ofHours(1)),
            clock,
            new Metrics());

    private EventStreams.Stream open(long account) {
        return streams.open(account, null, Set.of(EventType.KEY_CREATED));
    }

    private void write(long account) {
        log.append(null, List.of(new NewEvent(account, EventType.KEY_CREATED, null, clock.now(), "{}")));
        log.committed();
    }

    /// A client whose network went away: its stream waits, and nobody tells the server.
    @Test
    void oneMoreEndsTheOldestOfTheAccount() throws InterruptedException {
        EventStreams.Stream first = open(BANK);
        clock.advance(Duration.ofMillis(1));
        EventStreams.Stream second = open(BANK);
        EventStreams.Stream ofOther = open(SHOP);
        clock.advance(EventStreams.LEAST_TIME);
        EventStreams.Stream third = open(BANK);
        assertThat(first.isOver()).isTrue();
        assertThat(List.of(second, third, ofOther)).noneMatch(EventStreams.Stream::isOver);
        write(BANK);
        assertThat(third.take(10, Duration.ofSeconds(30))).hasSize(1);
        assertThat(first.take(10, Duration.ofSeconds(30)))
                .as("it wakes up, and takes nothing more")
                .isEmpty();
        // Its own thread closes it, too: that frees no second place.
        first.close();
        assertThatThrownBy(() -> open(SHOP))
                .as("the process is full")
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("3 streams");
    }

    /// Clients that are too many would end each other's streams all the time.
    @Test
    void aYoungStreamIsNotEnded() {
        EventStreams.Stream first = open(BANK);
        open(BANK);
        clock.advance(EventStreams.LEAST_TIME.minusMillis(1));
        assertThatThrownBy(() -> open(BANK))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2 streams");
        assertThat(first.isOver()).isFalse();
        first.close();
        assertThat(open(BANK).isOver()).isFalse();
    }
}
