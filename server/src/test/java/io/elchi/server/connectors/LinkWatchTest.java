package io.elchi.server.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.cluster.Shards;
import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.db.Transactions;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.observe.Metrics;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.PublishedStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LinkWatchTest {
    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final MemoryEventLog log = new MemoryEventLog();

    private final AtomicInteger transactions = new AtomicInteger();
    private final Transactions counting = new Transactions() {
        @Override
        public <T> T run(Work<T> work) {
            transactions.incrementAndGet();
            return database.database().transactions().run(work);
        }
    };

    /// A process with the shards of these operators.
    private LinkWatch process(long... operators) {
        return new LinkWatch(
                Shards.alone(operators),
                new LinkWatch.Log(
                        counting,
                        new PublishedStates(),
                        new AccountEvents(log, (_, _) -> true, clock, new Metrics()),
                        () -> OptionalLong.of(7)),
                clock,
                new LinkWatch.Times(DELAY, INTERVAL));
    }

    private final LinkWatch watch = process(1);

    private LinkStatus link(long id, int bound) {
        return new LinkStatus(id, 1, "link" + id, bound, 1, 0, 10, "refused", clock.now());
    }

    /// The links are so from now on, and for so long.
    private void hold(LinkWatch where, Duration time, int... bound) {
        List<LinkStatus> links = new ArrayList<>();
        for (int i = 0; i < bound.length; i++) {
            links.add(link(i + 1, bound[i]));
        }
        where.look(links);
        clock.advance(time);
        where.look(links);
    }

    private List<String> published() {
        return log.read(0, log.horizon(), 100).events().stream()
                .map(LoggedEvent::type)
                .toList();
    }

    @Test
    void aLinkThatGoesDownAndUpIsToldWhenItHeld() {
        hold(watch, DELAY, 1, 1);
        assertThat(published()).as("up from the beginning").isEmpty();
        hold(watch, DELAY.minusMillis(1), 0, 1);
        hold(watch, DELAY, 1, 1);
        assertThat(published()).as("down for a moment").isEmpty();
        hold(watch, DELAY, 0, 1);
        assertThat(published()).containsExactly("link.down");
        assertThat(log.read(0, log.horizon(), 1).events().getFirst().data())
                .isEqualTo("{\"operator_id\":1,\"link_id\":1,\"link\":\"link1\",\"problem\":\"refused\"}");
        hold(watch, INTERVAL, 0, 0);
        assertThat(published()).containsExactly("link.down", "operator.down", "link.down");
        hold(watch, INTERVAL, 1, 0);
        assertThat(published()).containsExactly("link.down", "operator.down", "link.down", "link.up", "operator.up");
    }

    @Test
    void aLinkThatFlapsIsToldOnceInAnInterval() {
        hold(watch, DELAY, 1);
        for (int i = 0; i < 6; i++) {
            hold(watch, DELAY, 0);
            hold(watch, DELAY, 1);
        }
        // 60 s: at the beginning, and after each 30.
        assertThat(published().stream().filter(type -> type.startsWith("link.")).count())
                .isBetween(2L, 3L);
    }

    @Test
    void aStateThatIsToldTooSoonCostsOneTransaction() {
        hold(watch, DELAY, 1);
        hold(watch, DELAY, 0);
        assertThat(published()).containsExactly("link.down", "operator.down");
        Instant told = clock.now();
        hold(watch, DELAY, 1);
        int before = transactions.get();
        while (clock.now().isBefore(told.plus(INTERVAL))) {
            watch.look(List.of(link(1, 1)));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(transactions).hasValue(before);
        watch.look(List.of(link(1, 1)));
        assertThat(published()).containsExactly("link.down", "operator.down", "link.up", "operator.up");
    }

    /// The operator connects when it wants to.
    @Test
    void aLinkThatWaitsForAnOutbindIsNotDown() {
        LinkStatus waiting = new LinkStatus(1, 1, "outbind", 0, 0, 0, 10, null, clock.now());
        watch.look(List.of(waiting));
        clock.advance(DELAY);
        watch.look(List.of(waiting));
        assertThat(published()).isEmpty();
        assertThat(transactions).hasValue(0);
    }

    @Test
    void aProcessThatTakesTheShardTellsNothingAgain() {
        hold(watch, DELAY, 0);
        assertThat(published()).containsExactly("link.down", "operator.down");
        LinkWatch next = process(1);
        hold(next, DELAY.plus(INTERVAL), 0);
        assertThat(published()).hasSize(2);
        hold(next, DELAY, 1);
        assertThat(published()).containsExactly("link.down", "operator.down", "link.up", "operator.up");
        hold(process(2), DELAY, 0);
        assertThat(published()).as("of another process's shard").hasSize(4);
    }

    @Test
    void aLinkThatIsStoppedIsNotLookedAt() {
        hold(watch, DELAY, 1);
        hold(watch, DELAY);
        assertThat(published()).isEmpty();
        hold(watch, DELAY, 1);
        assertThat(published()).isEmpty();
    }
}
