package io.elchi.server.tracking;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.core.Clock;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.EventKind;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.QueueMoves;
import io.elchi.server.messages.QueueMoves.QueueMove;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;

/// Takes messages out of the queues of this process's operators when somebody wants them at another candidate.
/// What is in no queue is not moved: a part without an answer, and a scheduled message. Called by the thread that
/// sweeps.
///
/// A move ends when its operator's queue has nothing more that it may take. One that another process began is
/// carried on by the shard's next owner, when that has looked at everything that waits.
final class QueueMover {
    private static final int BATCH = 256;
    private static final String DETAIL = "the platform moved it to another operator";

    private final QueueMoves moves;
    private final Outbound outbound;
    private final WorkQueue<Outcome> outcomes;
    private final Shards shards;
    private final Clock clock;

    QueueMover(QueueMoves moves, Outbound outbound, WorkQueue<Outcome> outcomes, Shards shards, Clock clock) {
        this.moves = moves;
        this.outbound = outbound;
        this.outcomes = outcomes;
        this.shards = shards;
        this.clock = clock;
    }

    /// Carries on what is wanted of this process's shards.
    ///
    /// @param recovered whether everything that waits of a shard is in memory
    void run(LongPredicate recovered) {
        List<Long> operators = shards.owned().numbers().stream()
                .map(shard -> ShardId.ofNumber(shard).operatorId())
                .toList();
        if (operators.isEmpty()) {
            return;
        }
        for (QueueMove move : moves.running(operators)) {
            if (recovered.test(ShardId.of(move.operatorId()))) {
                carryOn(move);
            }
        }
    }

    private void carryOn(QueueMove move) {
        int moved = 0;
        boolean over = false;
        while (!over) {
            int capacity = Math.min(BATCH, outcomes.capacity() / 2 - outcomes.size());
            int wanted = Math.min(capacity, move.most() - move.moved() - moved);
            if (capacity <= 0) {
                break;
            }
            List<SubmitTask> taken = outbound.remove(move.operatorId(), task -> target(move, task) >= 0, wanted);
            Instant now = clock.now();
            taken.forEach(task -> outcomes.again(
                    new Outcome.Moved(task, target(move, task), DETAIL, now), Lane.SINGLE, Duration.ZERO));
            moved += taken.size();
            over = taken.size() < wanted || wanted == 0;
            if (!taken.isEmpty() && !moves.progress(move.id(), taken.size(), null)) {
                return; // somebody ended it
            }
        }
        // What the dispatcher had in its hands is in the queue again at the next look.
        boolean ends = over && (moved == 0 || move.moved() + moved == move.most());
        if (ends) {
            moves.progress(move.id(), 0, clock.now());
        }
    }

    /// The candidate that a message goes to; -1: it stays.
    static int target(QueueMove move, SubmitTask task) {
        Message message = task.message();
        if (!maySafelyLeave(task) || message.acceptedAt().isAfter(move.createdAt())) {
            return -1;
        }
        List<RouteCandidate> candidates = message.candidates();
        for (int i = task.candidate() + 1; i < candidates.size(); i++) {
            if (move.toOperatorId() == 0 || candidates.get(i).operatorId() == move.toOperatorId()) {
                return i;
            }
        }
        return -1;
    }

    /// No operator has, or may have, any part of it.
    private static boolean maySafelyLeave(SubmitTask task) {
        MessageProgress progress = task.progress();
        boolean whole = task.part() == 0 || task.message().parts() == 1 && progress.total() == 1;
        return whole && !task.isStale() && progress.submittedAt() == null && progress.count(EventKind.UNANSWERED) == 0;
    }
}
