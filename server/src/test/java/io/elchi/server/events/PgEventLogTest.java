package io.elchi.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import io.elchi.server.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgEventLogTest extends EventLogContract {
    private static final int WRITERS = 6;
    private static final int COMMITS = 60;

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final PgEventLog log = new PgEventLog(DATABASE.database(), clock);

    @BeforeEach
    void days() {
        EventLogs.days(DATABASE.database(), clock);
    }

    @Override
    EventLog log() {
        return log;
    }

    @Override
    void commit(Work work) {
        DATABASE.database().transactions().run(tx -> {
            work.run(tx);
            return null;
        });
    }

    /// An id that is drawn and not committed holds the horizon back; one that was given up does not.
    @Test
    void theHorizonWaitsForTransactionsThatHaveDrawnIds() throws Exception {
        long before = log.horizon();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> commit(tx -> {
                    log.append(tx, List.of(event(1, EventType.MESSAGE_DELIVERED, "slow")));
                    written.countDown();
                    await(goOn);
                }));
        written.await();
        write(event(1, EventType.MESSAGE_DELIVERED, "quick"));
        log.horizon();
        assertThat(log.horizon()).isEqualTo(before);
        goOn.countDown();
        slow.join();
        assertThat(log.horizon()).isEqualTo(before + 2);
        assertThat(log.read(before, before + 2, 10).events())
                .extracting(LoggedEvent::data)
                .containsExactly("{\"n\":\"slow\"}", "{\"n\":\"quick\"}");
    }

    @Test
    void aTransactionThatWritesNoEventsHoldsNothingUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread report = Thread.ofVirtual()
                .start(() -> commit(tx -> {
                    try (var statement = tx.connection().createStatement()) {
                        statement.execute("INSERT INTO events.cursors VALUES ('long', 1, now())");
                    }
                    begun.countDown();
                    await(goOn);
                }));
        begun.await();
        long before = log.horizon();
        write(event(1, EventType.MESSAGE_DELIVERED, "x"));
        assertThat(log.horizon()).isEqualTo(before + 1);
        goOn.countDown();
        report.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Writers that commit in any order, and some not at all: a reader that follows the horizon misses nothing and
    /// reads nothing twice.
    @Test
    void aReaderMissesNothingWhileManyWrite() throws Exception {
        long after = log.horizon();
        AtomicInteger committed = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.ofVirtual().start(() -> writeSome(committed)));
        }
        List<Long> read = new ArrayList<>();
        boolean last = false;
        while (!last) {
            last = writers.stream().noneMatch(Thread::isAlive);
            long upTo = log.horizon();
            for (LoggedEvent event : log.read(after, upTo, 10_000).events()) {
                read.add(event.id());
            }
            after = upTo;
        }
        assertThat(read).isSorted().doesNotHaveDuplicates().hasSize(committed.get());
    }

    private void writeSome(AtomicInteger committed) {
        for (int i = 0; i < COMMITS; i++) {
            int events = ThreadLocalRandom.current().nextInt(1, 5);
            boolean rolledBack = ThreadLocalRandom.current().nextInt(5) == 0;
            try {
                commit(tx -> {
                    for (int j = 0; j < events; j++) {
                        log.append(tx, List.of(event(j, EventType.MESSAGE_DELIVERED, "x")));
                    }
                    if (rolledBack) {
                        throw new IllegalStateException("planted");
                    }
                });
                committed.addAndGet(events);
            } catch (IllegalStateException expected) {
                assertThat(rolledBack).isTrue();
            }
        }
    }

    @Test
    void aCommitWakesWhoWaits() throws Exception {
        log.awaitCommitted(0);
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                log.awaitCommitted(60_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        write(event(1, EventType.MESSAGE_DELIVERED, "x"));
        Await.until("it wakes", () -> !waiting.isAlive());
    }
}
