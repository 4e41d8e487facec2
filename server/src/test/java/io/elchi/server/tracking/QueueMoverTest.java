package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.cluster.Shards;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.QueueMoves.QueueMove;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.store.PgQueueMoves;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Which messages leave a queue, and which process takes them out.
class QueueMoverTest {
    private static final long FROM = 1;
    private static final long SECOND = 2;
    private static final long THIRD = 3;

    @AutoClose
    private final TestDatabase tables = TestDatabase.fresh();

    private final ManualClock clock = ManualClock.atMidnight();
    private final PgQueueMoves moves = new PgQueueMoves(tables.database().jdbc());
    private int ids;

    /// One process, with the shard of one operator.
    private final class Process {
        private final WorkQueue<Outcome> outcomes;
        private final Outbound outbound = new Outbound(Queues.localOutbound(10_000, clock, (_, _) -> {}));
        private final QueueMover mover;

        Process(long operator, int capacity) {
            outcomes = Queues.local(capacity, clock);
            mover = new QueueMover(moves, outbound, outcomes, Shards.alone(operator), clock);
        }

        void queue(SubmitTask... tasks) {
            for (SubmitTask task : tasks) {
                assertThat(outbound.send(task)).isTrue();
            }
        }

        List<Outcome.Moved> moved() throws InterruptedException {
            mover.run(_ -> true);
            List<Outcome.Moved> moved = new ArrayList<>();
            for (Claimed<Outcome> each : outcomes.take(10_000, Duration.ZERO)) {
                moved.add((Outcome.Moved) each.item());
            }
            return moved;
        }
    }

    private SubmitTask task(long... operators) {
        List<RouteCandidate> candidates = new ArrayList<>();
        for (long operator : operators) {
            candidates.add(Samples.candidate(operator, 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS"));
        }
        Instant now = clock.now();
        return SubmitTask.first(new MessageProgress(
                Samples.message(new MessageId(7, ++ids), 10, RouteCandidate.NONE, 1, candidates, now)));
    }

    private QueueMove begin(long to, int most) {
        return moves.begin(FROM, to, most, clock.now()).orElseThrow();
    }

    private QueueMove last() {
        return moves.last().get(FROM);
    }

    @Test
    void whatHasALaterCandidateGoesToItAndTheRestStays() throws InterruptedException {
        Process owner = new Process(FROM, 1_000);
        SubmitTask both = task(FROM, SECOND, THIRD);
        SubmitTask third = task(FROM, THIRD);
        SubmitTask alone = task(FROM);
        owner.queue(both, third, alone);
        begin(THIRD, 100);
        assertThat(moves.begin(FROM, 0, 1, clock.now())).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        owner.queue(task(FROM, THIRD));
        List<Outcome.Moved> moved = owner.moved();
        assertThat(moved).extracting(Outcome.Moved::task).containsExactlyInAnyOrder(both, third);
        assertThat(moved).extracting(Outcome.Moved::to).containsExactlyInAnyOrder(2, 1);
        assertThat(last().endedAt()).as("it looks once more").isNull();
        assertThat(owner.moved()).isEmpty();
        assertThat(last().endedAt()).isEqualTo(clock.now());
        assertThat(last().moved()).isEqualTo(2);
        assertThat(owner.outbound.waiting(FROM)).isEqualTo(2);
    }

    /// One part may be with the operator, which has not answered.
    @Test
    void aPartByItselfAndAScheduledOneStay() {
        QueueMove move = begin(0, 100);
        SubmitTask whole = task(FROM, SECOND);
        assertThat(QueueMover.target(move, whole)).isEqualTo(1);
        MessageProgress two = new MessageProgress(Samples.message(
                new MessageId(7, ++ids),
                10,
                RouteCandidate.NONE,
                2,
                whole.message().candidates(),
                clock.now()));
        assertThat(QueueMover.target(move, new SubmitTask(two, 0, 2, 1))).isEqualTo(-1);
        assertThat(QueueMover.target(move, new SubmitTask(whole.progress(), 0, 1, 2)))
                .as("nothing says that the text is one submit_sm")
                .isEqualTo(-1);
    }

    @Test
    void aMoveThatSomebodyEndsGoesNotOn() throws InterruptedException {
        Process owner = new Process(FROM, 200);
        for (int i = 0; i < 150; i++) {
            owner.queue(task(FROM, SECOND));
        }
        begin(0, 1_000);
        assertThat(owner.moved()).hasSize(100);
        assertThat(moves.cancel(FROM, clock.now())).isTrue();
        assertThat(moves.cancel(FROM, clock.now())).isFalse();
        assertThat(owner.moved()).isEmpty();
        assertThat(last().moved()).isEqualTo(100);
        assertThat(moves.progress(last().id(), 3, null))
                .as("of a batch that was taken out")
                .isFalse();
        assertThat(last().moved()).isEqualTo(103);
    }

    @Test
    void onlyTheOwnerMovesAndTheNextOneGoesOn() throws InterruptedException {
        Process other = new Process(SECOND, 1_000);
        Process owner = new Process(FROM, 200);
        Process next = new Process(FROM, 1_000);
        List<SubmitTask> tasks = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            tasks.add(task(FROM, SECOND));
        }
        owner.queue(tasks.toArray(SubmitTask[]::new));
        other.queue(task(FROM, SECOND));
        begin(0, 220);
        assertThat(other.moved()).isEmpty();
        List<Outcome.Moved> first = owner.moved();
        assertThat(first).as("half of the outcomes").hasSize(100);
        assertThat(last().moved()).isEqualTo(100);
        // The next owner has what the first one did not take out.
        tasks.removeAll(first.stream().map(Outcome.Moved::task).toList());
        next.queue(tasks.toArray(SubmitTask[]::new));
        next.mover.run(_ -> false);
        assertThat(next.outbound.waiting(FROM))
                .as("it has not looked at everything")
                .isEqualTo(150);
        assertThat(next.moved()).hasSize(120);
        assertThat(last().moved()).isEqualTo(220);
        assertThat(last().endedAt()).isNotNull();
        assertThat(next.outbound.waiting(FROM)).isEqualTo(30);
    }
}
