package io.elchi.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.inbound.InboundRoute.InboundCondition;
import io.elchi.server.inbound.InboundStore.Stored;
import io.elchi.server.inbound.ReplyOutbox.Reply;
import io.elchi.server.messages.Outcome;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Answers that two processes write: three a day for each handset, two to the same text.
class ReplyWriterTest {
    private static final long BANK = 7;

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30Z"));
    private final InboundStore one = store();
    private final InboundStore other = store();
    private final ReplyOutbox outbox = ReplyOutboxes.on(database.database());

    ReplyWriterTest() {
        InboundRoutes routes = new InboundRoutes(
                database.database().jdbc(),
                database.database().reads(),
                database.database().transactions());
        InboundCondition condition = new InboundCondition("1700", null, 0, null, null, null);
        routes.add(new InboundRoute(0, condition, 1, BANK, "Salom", "Bank", true, null));
    }

    private InboundStore store() {
        return InboundStores.on(database.database(), clock, InboundStores.RESEND_WINDOW, (_, _) -> false);
    }

    private Stored store(InboundStore into, Outcome.Received... received) {
        return database.database().transactions().run(tx -> into.store(tx, List.of(received), clock.now()));
    }

    private List<Reply> replies(String state) {
        return outbox.list(0, state, null, 500).items();
    }

    @Test
    void aMessageHasOneAnswerHoweverOftenItComes() {
        store(one, HandsetTexts.whole(clock, "1700", "a"));
        assertThat(store(other, HandsetTexts.whole(clock, "1700", "a")).resent())
                .isEqualTo(1);
        assertThat(replies("waiting")).singleElement().satisfies(reply -> {
            assertThat(reply.accountId()).isEqualTo(BANK);
            assertThat(reply.to()).isEqualTo(HandsetTexts.HANDSET);
            assertThat(reply.from()).isEqualTo("Bank");
            assertThat(reply.text()).isEqualTo("Salom");
            assertThat(reply.isConfirmation()).isFalse();
        });
    }

    /// Whatever its digits look like.
    @Test
    void aSourceThatIsNoNumberWithACountryCodeGetsNone() {
        for (int ton = 2; ton <= 6; ton++) {
            store(one, HandsetTexts.ofTon(clock, ton, "998901234567", "1700", "text " + ton));
        }
        assertThat(replies("waiting")).isEmpty();
        assertThat(replies("suppressed"))
                .hasSize(5)
                .allMatch(reply -> reply.reason().equals("not_a_number"));
    }

    @Test
    void aLongMessageIsAnsweredOnceItIsComplete() {
        store(one, HandsetTexts.part(clock, "1700", 1, 2, 2, "b"));
        assertThat(replies(null)).isEmpty();
        store(other, HandsetTexts.part(clock, "1700", 1, 2, 1, "a"));
        assertThat(replies("waiting")).hasSize(1);
    }

    @Test
    void theCountsHoldOverProcessesAndEndWithTheDay() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                Outcome.Received a = HandsetTexts.from(clock, "998901230001", "1700", "a" + i);
                Outcome.Received b = HandsetTexts.from(clock, "998901230002", "1700", "b" + i);
                Outcome.Received c = HandsetTexts.from(clock, "998901230001", "1700", "c" + i);
                Outcome.Received d = HandsetTexts.from(clock, "998901230002", "1700", "d" + i);
                CompletableFuture<Stored> here = CompletableFuture.supplyAsync(() -> store(one, a, b), threads);
                CompletableFuture<Stored> there = CompletableFuture.supplyAsync(() -> store(other, d, c), threads);
                here.join();
                there.join();
            }
        }
        assertThat(replies("waiting")).hasSize(2 * 3);
        assertThat(replies("suppressed"))
                .hasSize(2 * 7)
                .allMatch(reply -> reply.reason().equals("too_many"));
        clock.advance(Duration.ofDays(1));
        InboundStores.upkeep(database.database(), clock).run();
        assertThat(database.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM inbound.reply_counts")
                        .query(Long.class)
                        .single())
                .isZero();
        store(one, HandsetTexts.from(clock, "998901230001", "1700", "again"));
        assertThat(replies("waiting")).hasSize(2 * 3 + 1);
    }

    /// Many handsets, or one that makes up its number. What is suppressed otherwise does not count.
    @Test
    void anAccountAnswersOnlySoOftenADay() {
        int more = 4;
        for (int i = 0; i < InboundStores.REPLIES_OF_ACCOUNT + more; i++) {
            String handset = "9989012300" + (10 + i);
            store(i % 2 == 0 ? one : other, HandsetTexts.from(clock, handset, "1700", "a"));
            store(one, HandsetTexts.ofTon(clock, 2, "901230000", "1700", "a" + i));
        }
        assertThat(replies("waiting")).hasSize(InboundStores.REPLIES_OF_ACCOUNT);
        assertThat(replies("suppressed").stream().map(Reply::reason))
                .filteredOn("too_many_of_account"::equals)
                .hasSize(more);
        clock.advance(Duration.ofDays(1));
        store(one, HandsetTexts.from(clock, "998901239999", "1700", "a"));
        assertThat(replies("waiting")).hasSize(InboundStores.REPLIES_OF_ACCOUNT + 1);
    }

    @Test
    void whatIsNotSentIsCountedWhenItIsCommitted() {
        Metrics metrics = new Metrics();
        InboundStore counting = InboundStores.on(database.database(), clock, Duration.ZERO, (_, _) -> false, metrics);
        Outcome.Received same = HandsetTexts.whole(clock, "1700", "same");
        Stored stored = store(counting, same, same, same);
        assertThat(stored.suppressed()).isEqualTo(1);
        assertThat(metrics.count(Metric.INBOUND_REPLIES, "suppressed").total()).isZero();
        counting.committed(stored);
        assertThat(metrics.count(Metric.INBOUND_REPLIES, "suppressed").total()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsTakenIsDueAgainUnlessItEnds() {
        store(one, HandsetTexts.whole(clock, "1700", "a"));
        assertThat(outbox.take(clock.now(), 10)).hasSize(1);
        assertThat(outbox.take(clock.now(), 10)).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        Reply again = outbox.take(clock.now(), 10).getFirst();
        assertThat(again.attempts()).isEqualTo(2);
        outbox.failed(again.messageId(), "no_price", clock.now());
        outbox.later(again.messageId(), "busy", clock.now());
        clock.advance(Duration.ofDays(1));
        assertThat(outbox.take(clock.now(), 10)).isEmpty();
        assertThat(replies("failed")).extracting(Reply::reason).containsExactly("no_price");
    }
}
