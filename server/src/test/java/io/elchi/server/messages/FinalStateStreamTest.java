package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Queues;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Progress never passes what was not published, whatever happens in between.
class FinalStateStreamTest {
    @Test
    void everythingBeforeTheProgressIsToldAndNothingIsEverForgotten() {
        Seeds.forEach(5_000, random -> {
            Model model = new Model(random);
            for (int i = 0; i < 200; i++) {
                model.step();
                model.check();
            }
            model.comeToRest();
        });
    }

    /// Records that are committed, who was published of them, and how far the progress is stored: what outlives a
    /// crash.
    private static final class Model {
        private final SplittableRandom random;
        private final ManualClock clock = ManualClock.atMidnight();
        private final MessageIds ids;
        private final List<Settled> committed = new ArrayList<>();
        private final Set<MessageId> published = new HashSet<>();
        private Instant progress = clock.now();
        private FinalStateStream feed;
        /// Announced and not yet stored or withdrawn; stored and not yet handed over; taken and not yet done.
        private List<Settled> coming;
        private List<Settled> stored;
        private List<Settled> taken;
        private List<Settled> catchingUp;

        Model(SplittableRandom random) {
            this.random = random;
            ids = new MessageIds(clock, random);
            start();
        }

        private void start() {
            feed = new FinalStateStream(Queues.local(random.nextInt(1, 4), clock));
            coming = new ArrayList<>();
            stored = new ArrayList<>();
            taken = new ArrayList<>();
            catchingUp = null;
            feed.listen(progress);
        }

        void step() throws InterruptedException {
            switch (random.nextInt(14)) {
                case 0, 1 -> announce();
                case 2, 3 -> commit();
                case 4, 5 -> handOver();
                case 6, 7 -> take();
                case 8 -> done();
                case 9 -> progress = feed.publishedUpTo(clock.now());
                case 10 -> catchUp();
                case 11 -> caughtUp();
                case 12 -> time();
                default -> {
                    if (random.nextInt(6) == 0) {
                        // The process dies.
                        start();
                    }
                }
            }
        }

        private void announce() {
            int records = random.nextInt(1, 4);
            Instant known = feed.coming(records, clock.now());
            for (int i = 0; i < records; i++) {
                Message message = Samples.message(ids.next(), 1, clock.now());
                Cdr cdr = Samples.anyCdr(random, message).knownAt(known);
                coming.add(new Settled(message, cdr.state(), cdr, known));
            }
        }

        private void commit() {
            while (!coming.isEmpty() && random.nextBoolean()) {
                Settled next = coming.remove(random.nextInt(coming.size()));
                if (random.nextInt(8) == 0) {
                    feed.withdrawn(next.cdr());
                } else {
                    committed.add(next);
                    stored.add(next);
                }
            }
        }

        private void handOver() {
            while (!stored.isEmpty() && random.nextBoolean()) {
                feed.settled(stored.remove(random.nextInt(stored.size())));
            }
        }

        private void take() throws InterruptedException {
            for (Claimed<Settled> delivery : feed.take(random.nextInt(1, 3), Duration.ZERO)) {
                delivery.done();
                taken.add(delivery.item());
            }
        }

        private void done() {
            if (!taken.isEmpty()) {
                Settled next = taken.remove(random.nextInt(taken.size()));
                published.add(next.message().id());
                feed.done(next);
            }
        }

        /// Reads what is committed since then, as the records are read.
        private void catchUp() {
            Instant since = feed.beginCatchUp();
            if (since != null) {
                assertThat(catchingUp).as("one at a time").isNull();
                catchingUp = new ArrayList<>();
                committed.stream().filter(each -> !each.at().isBefore(since)).forEach(catchingUp::add);
            }
        }

        private void caughtUp() {
            if (catchingUp == null) {
                return;
            }
            if (random.nextInt(4) == 0) {
                feed.catchUpFailed();
            } else {
                catchingUp.forEach(each -> published.add(each.message().id()));
                feed.caughtUp();
            }
            catchingUp = null;
        }

        /// Forward, sometimes not at all, seldom back.
        private void time() {
            int drawn = random.nextInt(10);
            if (drawn == 0) {
                clock.advance(Duration.ofMillis(-random.nextInt(900)));
            } else if (drawn < 8) {
                clock.advance(Duration.of(random.nextInt(700_000), ChronoUnit.MICROS));
            }
        }

        void check() {
            for (Settled each : committed) {
                assertThat(!each.at().isBefore(progress)
                                || published.contains(each.message().id()))
                        .as("known at %s, published up to %s", each.at(), progress)
                        .isTrue();
            }
        }

        void comeToRest() throws InterruptedException {
            for (int i = 0; i < 10; i++) {
                coming.forEach(each -> feed.withdrawn(each.cdr()));
                coming.clear();
                stored.forEach(feed::settled);
                stored.clear();
                take();
                while (!taken.isEmpty()) {
                    done();
                }
                catchUp();
                if (catchingUp != null) {
                    catchingUp.forEach(each -> published.add(each.message().id()));
                    catchingUp = null;
                    feed.caughtUp();
                }
                clock.advance(Duration.ofSeconds(1));
                progress = feed.publishedUpTo(clock.now());
                check();
            }
            assertThat(progress).isEqualTo(clock.now());
            assertThat(published)
                    .containsAll(
                            committed.stream().map(each -> each.message().id()).toList());
        }
    }

    @Test
    void withoutAListenerNothingPilesUp() {
        ManualClock clock = ManualClock.atMidnight();
        FinalStateStream feed = new FinalStateStream(Queues.local(1, clock));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            Message message = Samples.message(new MessageIds(clock, random).next(), 1, clock.now());
            Instant known = feed.coming(1, clock.now());
            Cdr cdr = Samples.anyCdr(random, message).knownAt(known);
            feed.settled(new Settled(message, cdr.state(), cdr, known));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(feed.publishedUpTo(clock.now())).isEqualTo(clock.now());
    }
}
