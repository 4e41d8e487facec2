package io.elchi.server.connectors.dispatch;

import io.elchi.server.connectors.Outcomes;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.OperatorStates;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.OperatorOptions;
import java.time.Duration;
import java.time.Instant;

/// Decides when a message that an operator cannot send now goes to the next operator, and sends it there.
final class Failover {
    private final WorkQueue<SubmitTask> queue;
    private final Outcomes outcomes;

    /// When messages leave an operator that cannot have them now.
    enum Leave {
        /// Nothing is gained by waiting.
        AT_ONCE,
        LATER,
        NEVER
    }

    /// Why messages leave an operator, or wait for it.
    ///
    /// @param since when they began to wait
    /// @param look after this time at the latest they are looked at again
    record Cause(Instant since, String why, Duration look, Leave leave) {
        static Cause stopped(OperatorStates.State state, Instant now, Duration look) {
            return state == OperatorStates.State.HELD
                    ? new Cause(now, "the operator is held", look, Leave.NEVER)
                    : new Cause(now, "the operator is suspended", look, Leave.AT_ONCE);
        }
    }

    Failover(WorkQueue<SubmitTask> queue, Outcomes outcomes) {
        this.queue = queue;
        this.outcomes = outcomes;
    }

    /// When a message goes to its next operator, if it has waited since then; null when there is none, or when the
    /// operator has some of its parts.
    static Instant at(SubmitTask task, Instant since, OperatorOptions options) {
        if (!mayLeave(task)) {
            return null;
        }
        Message message = task.message();
        Duration delay = options.failover(message.messageClass());
        return (since.isAfter(message.acceptedAt()) ? since : message.acceptedAt()).plus(delay);
    }

    private static boolean mayLeave(SubmitTask task) {
        return task.candidate() + 1 < task.message().candidates().size()
                && task.progress().submittedAt() == null;
    }

    /// Sends a message to its next operator when it has waited long enough; else puts it back.
    void moveOn(SubmitTask task, Cause cause, OperatorOptions options, Instant now) {
        Message message = task.message();
        if (task.isStale()) {
            return;
        }
        if (message.expired(now)) {
            outcomes.report(new Outcome.Expired(task, 0, now));
            return;
        }
        Instant end = switch (cause.leave()) {
            case AT_ONCE -> mayLeave(task) ? now : null;
            case LATER -> at(task, cause.since(), options);
            case NEVER -> null;
        };
        if (end != null && !now.isBefore(end)) {
            outcomes.report(new Outcome.Refused(task, task.part(), 0, -1, true, cause.why(), now));
        } else {
            Instant look = end != null && end.isBefore(message.validUntil()) ? end : message.validUntil();
            Duration wait = Duration.between(now, look);
            queue.again(task, Dispatcher.lane(message), wait.compareTo(cause.look()) < 0 ? wait : cause.look());
        }
    }
}
