package io.elchi.server.connectors.dispatch;

import io.elchi.server.connectors.Outcomes;
import io.elchi.server.connectors.dispatch.Dispatcher.PartSubmit;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/// Writes the parts of a message for a session.
final class PartWriter {
    private PartWriter() {}

    /// Adds the parts that are asked for to those that wait for their session. A part that this session's link does not
    /// make is refused.
    static void write(
            SubmitTask task, BoundSession session, ArrayDeque<PartSubmit> ready, Outcomes outcomes, Instant now) {
        List<?> submits;
        try {
            submits = session.write(task.message());
        } catch (IllegalArgumentException e) {
            outcomes.report(new Outcome.Refused(task, task.part(), 0, -1, true, e.getMessage(), now));
            return;
        }
        int total = submits.size();
        for (int part = 1; part <= total; part++) {
            boolean wanted = task.part() == 0 ? task.progress().isPending(part) : task.part() == part;
            if (wanted) {
                ready.addLast(new PartSubmit(task, part, total, submits.get(part - 1), session));
            }
        }
        List<Integer> asked = task.part() == 0 ? task.progress().pendingParts() : List.of(task.part());
        for (int part : asked) {
            if (part > total) {
                String why = "the link splits the text otherwise than the one before it";
                outcomes.report(new Outcome.Refused(task, part, part, -1, true, why, now));
            }
        }
    }

    /// Asks for this part alone.
    static SubmitTask one(PartSubmit part) {
        SubmitTask task = part.task();
        return part.total() == 1
                ? task
                : new SubmitTask(task.progress(), task.candidate(), part.part(), task.attempt());
    }
}
