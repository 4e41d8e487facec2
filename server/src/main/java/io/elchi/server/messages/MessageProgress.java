package io.elchi.server.messages;

import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.MessageState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// An unfinished message in memory: its current candidate, and the state of each part.
///
/// Tracking alone changes it; links and the sweeper look at it. What a look sees may be a moment old, never torn.
///
/// A part here is one submit_sm. Usually there are as many as the message pays for; a link that sends the text
/// whole, or with longer headers, makes fewer or more, and then each bears its share ([#billedParts]).
public final class MessageProgress {
    /// The next step after a part's attempt at an operator.
    public enum Next {
        /// Other parts are still there, or nothing is left to decide.
        WAIT,
        /// The next operator has its turn, with all parts.
        NEXT_CANDIDATE,
        /// Refused parts stay refused: [#refusedParts] end.
        END
    }

    private final Message message;
    private final PartStates parts = new PartStates();
    private final CdrDraft draft;
    private final int[] counts = new int[EventKind.values().length + 1];
    private int candidate;
    private boolean noOther;
    private Instant lastAt = Instant.MIN;
    private boolean over;
    private int entries;

    public MessageProgress(Message message) {
        this.message = message;
        draft = new CdrDraft(message);
    }

    /// The progress of a stored message with these events, in the order in which they happened.
    ///
    /// @param over whether it has its call detail record
    public static MessageProgress restored(Message message, List<Event> events, boolean over) {
        MessageProgress progress = new MessageProgress(message);
        for (Event event : events) {
            progress.replay(event);
        }
        progress.over = over;
        progress.entries = events.size();
        return progress;
    }

    private void replay(Event event) {
        lastAt = event.at();
        counts[event.kind().number()] = Math.max(counts[event.kind().number()], event.nth());
        switch (event) {
            case Event.Submitted submitted -> {
                submitted(submitted);
                charged(submitted.charge());
            }
            case Event.Refused refused -> refused(refused);
            case Event.Unanswered unanswered -> unanswered(unanswered);
            case Event.Receipt receipt -> {
                reported(receipt);
                end(receipt.part(), receipt.total(), receipt.state(), receipt.time());
            }
            case Event.Ended ended -> end(ended.part(), ended.total(), ended.state(), ended.at());
            case Event.SubmittedAgain again -> submittedAgain(again);
            case Event.IntermediateReceipt _, Event.SubmittedLate _, Event.Rescheduled _, Event.Feedback _ -> {
                // It changes nothing.
            }
        }
    }

    /// The number of paid parts that one submit_sm represents: their sum over all parts is the number of paid
    /// parts.
    ///
    /// @param part from 1
    /// @param total submit_sm of the message on its link
    /// @param paid parts that the message pays for
    public static int billedParts(int part, int total, int paid) {
        return part * paid / total - (part - 1) * paid / total;
    }

    public Message message() {
        return message;
    }

    /// Entries of its timeline that are stored.
    public synchronized int entries() {
        return entries;
    }

    /// So many more are stored.
    public synchronized void stored(int more) {
        entries += more;
    }

    /// The index of the operator that has its turn.
    public synchronized int candidate() {
        return candidate;
    }

    /// The shard of the operator that has its turn: the shard's owner alone settles the message.
    public synchronized long shard() {
        return ShardId.of(message.candidates().get(candidate).operatorId());
    }

    /// Whether the message has its final state.
    public synchronized boolean isFinal() {
        return over;
    }

    /// Whether the part waits to be sent.
    public synchronized boolean isPending(int part) {
        return !over && parts.isPending(part);
    }

    /// Whether an operator has taken the part.
    public synchronized boolean isSubmitted(int part) {
        return parts.is(part, PartStates.Step.SUBMITTED);
    }

    /// Whether the part has its end.
    public synchronized boolean isEnded(int part) {
        return parts.is(part, PartStates.Step.ENDED);
    }

    /// Whether anything waits to be sent.
    public synchronized boolean hasPending() {
        return !over && (parts.total() == 0 || parts.any(PartStates.Step.PENDING));
    }

    /// The number of submit_sm of the message; 0 while unknown.
    public synchronized int total() {
        return parts.total();
    }

    public synchronized MessageState state() {
        return over ? parts.endState() : parts.anySubmitted() ? MessageState.SUBMITTED : MessageState.ACCEPTED;
    }

    /// The state of each part on the link that has its turn; none while their number is unknown.
    public synchronized List<MessageView.PartState> partStates() {
        return parts.view();
    }

    /// An operator took the part for the first time, as the event says.
    public synchronized Next submitted(Event.Submitted event) {
        candidate = event.candidate();
        parts.submitted(event);
        draft.submitted(event);
        return resolved();
    }

    /// An operator took a part that was taken before: it costs us once more.
    public synchronized void submittedAgain(Event.SubmittedAgain event) {
        draft.submittedAgain(event);
    }

    /// The part was charged.
    public synchronized void charged(Event.Charge charge) {
        draft.charged(charge);
    }

    /// The operator of a candidate refused the part, or all that wait (0).
    public synchronized Next refused(Event.Refused event) {
        draft.refused(event);
        if (over || event.candidate() != candidate) {
            return Next.WAIT;
        }
        parts.refused(event.part(), event.total());
        noOther |= !event.tryNext();
        return resolved();
    }

    /// The operator did not answer; the part still waits.
    public synchronized void unanswered(Event.Unanswered event) {
        draft.unanswered(event);
        parts.resize(event.total());
    }

    /// The next step after the attempts of all parts that were not accepted.
    public synchronized Next next() {
        return over ? Next.WAIT : resolved();
    }

    private Next resolved() {
        if (parts.any(PartStates.Step.PENDING) || !parts.any(PartStates.Step.REFUSED)) {
            return Next.WAIT;
        }
        boolean last = candidate + 1 >= message.candidates().size();
        if (parts.anySubmitted() || parts.anyEnded() || noOther || last) {
            return Next.END;
        }
        candidate++;
        parts.restart();
        return Next.NEXT_CANDIDATE;
    }

    /// Parts that were refused and have no end yet, from 1.
    public synchronized List<Integer> refusedParts() {
        return parts.all(PartStates.Step.REFUSED);
    }

    /// Parts that wait to be sent; all of one when nothing was tried yet.
    public synchronized List<Integer> pendingParts() {
        return parts.total() == 0 ? List.of(1) : parts.all(PartStates.Step.PENDING);
    }

    /// Parts that an operator has and did not report on.
    public synchronized List<Integer> submittedParts() {
        return parts.all(PartStates.Step.SUBMITTED);
    }

    /// The last receipt of a part, for the call detail record.
    public synchronized void reported(Event.Receipt event) {
        draft.reported(event);
    }

    /// The time of the next event. Outcomes come nearly, but not always, in time's order: what is settled later
    /// stands later, so that the events in time's order are the message's life as it was.
    public synchronized Instant moment(Instant known) {
        lastAt = known.isAfter(lastAt) ? known : lastAt.plus(1, ChronoUnit.MICROS);
        return lastAt;
    }

    /// How many events of this kind there are, of those that may happen more than once.
    public synchronized int count(EventKind kind) {
        return counts[kind.number()];
    }

    /// Counts an event of what may happen more than once, and says which it is.
    public synchronized int nth(EventKind kind) {
        return ++counts[kind.number()];
    }

    /// Nothing is to be done for it any more in this process: what is stored of it and what happened to it cannot
    /// be brought together, and sending it once more would make it worse.
    public synchronized void abandon() {
        over = true;
    }

    /// The receipt key of the part; null until an operator has accepted it with an id.
    public synchronized String receiptKey(int part) {
        return parts.receiptKey(part);
    }

    /// When an operator took the first part; null while none did.
    public synchronized Instant submittedAt() {
        return draft.submittedAt();
    }

    /// The part has its end.
    ///
    /// @return whether it was the last one, so that the message has its final state
    public synchronized boolean end(int number, int total, MessageState state, Instant at) {
        if (!parts.end(number, total, state)) {
            return false;
        }
        if (state == MessageState.DELIVERED) {
            draft.delivered(at);
        }
        over |= parts.allEnded();
        return over;
    }

    /// Of what the message paid for, how much was not charged.
    public synchronized int partsOpen() {
        return message.parts() - draft.partsCharged();
    }

    /// The call detail record of a message that has its final state.
    public synchronized Cdr cdr(Instant at) {
        if (!over) {
            throw new IllegalStateException("the message has no final state");
        }
        return draft.finish(parts.endState(), parts.smscIds(), candidate, at);
    }
}
