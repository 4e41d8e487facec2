package io.elchi.server.intake;

import io.elchi.server.core.MessageClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Submissions that wait for their commit: the urgent ones first, those of a class in their order.
final class CommitQueue {
    private final List<ArrayDeque<Submission>> classes = new ArrayList<>();

    CommitQueue() {
        for (MessageClass _ : MessageClass.values()) {
            classes.add(new ArrayDeque<>());
        }
    }

    void add(Submission submission) {
        classes.get(submission.urgency().ordinal()).addLast(submission);
    }

    /// @return whether it was there
    boolean remove(Submission submission) {
        return classes.get(submission.urgency().ordinal()).remove(submission);
    }

    /// The next one; null when none waits.
    Submission first() {
        for (ArrayDeque<Submission> each : classes) {
            if (!each.isEmpty()) {
                return each.peekFirst();
            }
        }
        return null;
    }

    boolean isEmpty() {
        return first() == null;
    }
}
