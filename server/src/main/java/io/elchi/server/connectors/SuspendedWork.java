package io.elchi.server.connectors;

import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.WorkQueue;
import java.time.Duration;
import java.time.Instant;

/// What becomes of messages of suspended accounts when it is their turn.
public final class SuspendedWork {
    /// How often one that is held is looked at.
    private static final Duration HELD = Duration.ofSeconds(2);

    private SuspendedWork() {}

    /// Holds or cancels a message that must not be sent. One whose validity ended is left to the caller.
    ///
    /// @param total submit_sm of its message; 0 when it was not written yet
    /// @return false: it may be sent
    public static boolean holdOrCancel(
            SubmitTask task,
            int total,
            Instant now,
            SuspendedAccounts accounts,
            WorkQueue<SubmitTask> queue,
            Outcomes outcomes) {
        Message message = task.message();
        SuspendedAccounts.Suspension suspension = accounts.of(message.accountId());
        if (suspension == SuspendedAccounts.Suspension.NONE || message.expired(now)) {
            return false;
        }
        if (suspension == SuspendedAccounts.Suspension.CANCEL) {
            outcomes.report(new Outcome.Canceled(task, total, now));
            return true;
        }
        Lane lane = new Lane(
                message.messageClass(), message.accountId(), message.owner().weight());
        Duration left = Duration.between(now, message.validUntil());
        queue.again(task, lane, left.compareTo(HELD) < 0 ? left : HELD);
        return true;
    }
}
