package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.util.ArrayList;
import java.util.List;

/// The states of a message's parts on the link that has its turn. A part is one submit_sm. Their number is known
/// with the first attempt. Its [MessageProgress] guards it.
final class PartStates {
    /// The state of one part.
    enum Step {
        PENDING,
        REFUSED,
        SUBMITTED,
        ENDED
    }

    private static final class Part {
        private Step step = Step.PENDING;
        private String smscMessageId;
        private String receiptKey;
        private MessageState end;
    }

    private Part[] parts = {};
    private int submitted;
    private int ended;

    /// 0 while unknown.
    int total() {
        return parts.length;
    }

    /// Whether an operator accepted a part.
    boolean anySubmitted() {
        return submitted > 0;
    }

    boolean anyEnded() {
        return ended > 0;
    }

    /// Whether every part has its end.
    boolean allEnded() {
        return ended == parts.length;
    }

    /// Whether the part waits to be sent; one that is not known yet does.
    boolean isPending(int part) {
        return part > parts.length || is(part, Step.PENDING);
    }

    /// Whether the part is known and has this state.
    boolean is(int part, Step step) {
        return part <= parts.length && parts[part - 1].step == step;
    }

    boolean any(Step step) {
        for (Part part : parts) {
            if (part.step == step) {
                return true;
            }
        }
        return false;
    }

    /// The parts with this state, from 1.
    List<Integer> all(Step step) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].step == step) {
                found.add(i + 1);
            }
        }
        return found;
    }

    void submitted(Event.Submitted event) {
        Part part = part(event.part(), event.total());
        part.step = Step.SUBMITTED;
        part.smscMessageId = event.smscMessageId();
        part.receiptKey = event.receiptKey().isEmpty() ? null : event.receiptKey();
        submitted++;
    }

    /// Refuses the part, or all that wait (0).
    void refused(int number, int total) {
        resize(Math.max(Math.max(total, number), 1));
        for (int i = 1; i <= parts.length; i++) {
            if ((number == 0 || number == i) && parts[i - 1].step == Step.PENDING) {
                parts[i - 1].step = Step.REFUSED;
            }
        }
    }

    /// @return false when the part had its end before
    boolean end(int number, int total, MessageState state) {
        Part part = part(number, total);
        if (part.step == Step.ENDED) {
            return false;
        }
        part.step = Step.ENDED;
        part.end = state;
        ended++;
        return true;
    }

    /// The number of parts is at least this.
    void resize(int total) {
        if (parts.length >= total) {
            return;
        }
        Part[] more = new Part[total];
        for (int i = 0; i < total; i++) {
            more[i] = i < parts.length ? parts[i] : new Part();
        }
        parts = more;
    }

    private Part part(int number, int total) {
        resize(Math.max(total, number));
        return parts[number - 1];
    }

    /// Another link has its turn: it may split the message otherwise.
    void restart() {
        parts = new Part[0];
    }

    /// null until an operator has accepted the part with an id.
    String receiptKey(int part) {
        return part <= parts.length ? parts[part - 1].receiptKey : null;
    }

    /// The state of the message by the ends of its parts.
    MessageState endState() {
        MessageState worst = MessageState.DELIVERED;
        for (Part part : parts) {
            worst = part.end == null ? worst : FinalStates.worse(worst, part.end);
        }
        // The operator took some of it: nobody can say that it was not sent.
        boolean unsent = worst == MessageState.REJECTED || worst == MessageState.CANCELED;
        return unsent && submitted > 0 ? MessageState.UNDELIVERED : worst;
    }

    /// The operators' ids with commas; null when there is none.
    String smscIds() {
        if (parts.length == 1) {
            return parts[0].smscMessageId;
        }
        StringBuilder ids = new StringBuilder();
        for (Part part : parts) {
            if (part.smscMessageId != null) {
                ids.append(ids.isEmpty() ? "" : ",").append(part.smscMessageId);
            }
        }
        return ids.isEmpty() ? null : ids.toString();
    }

    /// The state of each part, in order; none while their number is unknown.
    List<MessageView.PartState> view() {
        List<MessageView.PartState> states = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            MessageState state = switch (parts[i].step) {
                case PENDING -> MessageState.ACCEPTED;
                case REFUSED -> MessageState.QUEUED;
                case SUBMITTED -> MessageState.SUBMITTED;
                case ENDED -> parts[i].end;
            };
            states.add(new MessageView.PartState(i + 1, state, parts[i].smscMessageId));
        }
        return states;
    }
}
