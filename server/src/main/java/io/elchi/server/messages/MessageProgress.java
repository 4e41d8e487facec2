package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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

    private enum PartState {
        PENDING,
        REFUSED,
        SUBMITTED,
        ENDED
    }

    private static final class Part {
        private PartState step = PartState.PENDING;
        private String smscMessageId;
        private String receiptKey;
        private MessageState end;
    }

    private final Message message;
    private int candidate;
    private Part[] parts = {};
    private boolean noOther;
    private int submitted;
    private int ended;
    private int partsCharged;
    /// The number of submit_sm that each candidate's operator accepted.
    private final int[] taken;
    private long priceMicros;
    private final long[] upstreamMicros;
    private Instant submittedAt;
    private Instant deliveredAt;
    /// The candidate whose operator was asked last; -1 while none was.
    private int asked = -1;
    private Instant lastAt = Instant.MIN;
    private String smscStatus;
    private String errorCode;
    private final int[] counts = new int[EventKind.values().length + 1];
    private boolean over;

    public MessageProgress(Message message) {
        this.message = message;
        upstreamMicros = new long[message.upstream().length];
        taken = new int[message.candidates().size()];
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
            case Event.IntermediateReceipt _, Event.SubmittedLate _ -> {
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

    /// The index of the operator that has its turn.
    public synchronized int candidate() {
        return candidate;
    }

    /// Whether the message has its final state.
    public synchronized boolean isFinal() {
        return over;
    }

    /// Whether the part waits to be sent.
    public synchronized boolean isPending(int part) {
        return !over && (part > parts.length || parts[part - 1].step == PartState.PENDING);
    }

    /// Whether an operator has taken the part.
    public synchronized boolean isSubmitted(int part) {
        return part <= parts.length && parts[part - 1].step == PartState.SUBMITTED;
    }

    /// Whether the part has its end.
    public synchronized boolean isEnded(int part) {
        return part <= parts.length && parts[part - 1].step == PartState.ENDED;
    }

    /// Whether anything waits to be sent.
    public synchronized boolean hasPending() {
        if (parts.length == 0) {
            return !over;
        }
        for (Part part : parts) {
            if (part.step == PartState.PENDING) {
                return !over;
            }
        }
        return false;
    }

    /// The number of submit_sm of the message; 0 while unknown.
    public synchronized int total() {
        return parts.length;
    }

    public synchronized MessageState state() {
        return over ? endState() : submitted > 0 ? MessageState.SUBMITTED : MessageState.ACCEPTED;
    }

    /// An operator took the part for the first time, as the event says.
    public synchronized Next submitted(Event.Submitted event) {
        candidate = event.candidate();
        Part part = part(event.part(), event.total());
        part.step = PartState.SUBMITTED;
        part.smscMessageId = event.smscMessageId();
        part.receiptKey = event.receiptKey().isEmpty() ? null : event.receiptKey();
        submitted++;
        taken[candidate]++;
        asked = candidate;
        if (submittedAt == null) {
            submittedAt = event.at();
        }
        return resolved();
    }

    /// An operator took a part that was taken before: it costs us once more.
    public synchronized void submittedAgain(Event.SubmittedAgain event) {
        taken[event.candidate()]++;
    }

    /// The part was charged.
    public synchronized void charged(Event.Charge charge) {
        partsCharged += charge.billedParts();
        priceMicros += charge.priceMicros();
        for (int i = 0; i < upstreamMicros.length; i++) {
            upstreamMicros[i] += charge.upstreamMicros()[i];
        }
    }

    /// The operator of a candidate refused the part, or all that wait (0).
    public synchronized Next refused(Event.Refused event) {
        if (event.status() >= 0) {
            asked = event.candidate();
        }
        smscStatus = event.detail();
        errorCode = event.status() < 0 ? null : "0x%08X".formatted(event.status());
        int number = event.part();
        if (over || event.candidate() != candidate) {
            return Next.WAIT;
        }
        size(Math.max(Math.max(event.total(), number), 1));
        for (int i = 1; i <= parts.length; i++) {
            if ((number == 0 || number == i) && parts[i - 1].step == PartState.PENDING) {
                parts[i - 1].step = PartState.REFUSED;
            }
        }
        noOther |= !event.tryNext();
        return resolved();
    }

    /// The operator did not answer; the part still waits.
    public synchronized void unanswered(Event.Unanswered event) {
        asked = event.candidate();
        smscStatus = event.detail();
        errorCode = null;
        size(event.total());
    }

    /// The next step after the attempts of all parts that were not accepted.
    public synchronized Next next() {
        return over ? Next.WAIT : resolved();
    }

    private Next resolved() {
        boolean refused = false;
        for (Part part : parts) {
            if (part.step == PartState.PENDING) {
                return Next.WAIT;
            }
            refused |= part.step == PartState.REFUSED;
        }
        if (!refused) {
            return Next.WAIT;
        }
        if (submitted > 0
                || ended > 0
                || noOther
                || candidate + 1 >= message.candidates().size()) {
            return Next.END;
        }
        candidate++;
        parts = new Part[0];
        return Next.NEXT_CANDIDATE;
    }

    /// Parts that were refused and have no end yet, from 1.
    public synchronized List<Integer> refusedParts() {
        return partsAt(PartState.REFUSED);
    }

    /// Parts that wait to be sent; all of one when nothing was tried yet.
    public synchronized List<Integer> pendingParts() {
        return parts.length == 0 ? List.of(1) : partsAt(PartState.PENDING);
    }

    /// Parts that an operator has and did not report on.
    public synchronized List<Integer> submittedParts() {
        return partsAt(PartState.SUBMITTED);
    }

    private List<Integer> partsAt(PartState step) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].step == step) {
                found.add(i + 1);
            }
        }
        return found;
    }

    /// The last receipt of a part, for the call detail record.
    public synchronized void reported(Event.Receipt event) {
        smscStatus = ReceiptReport.stat(event.detail());
        errorCode = ReceiptReport.error(event.detail());
    }

    /// The time of the next event. Outcomes come nearly, but not always, in time's order: what is settled later
    /// stands later, so that the events in time's order are the message's life as it was.
    public synchronized Instant moment(Instant known) {
        lastAt = known.isAfter(lastAt) ? known : lastAt.plus(1, ChronoUnit.MICROS);
        return lastAt;
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
        return part <= parts.length ? parts[part - 1].receiptKey : null;
    }

    /// When an operator took the first part; null while none did.
    public synchronized Instant submittedAt() {
        return submittedAt;
    }

    /// The part has its end.
    ///
    /// @return whether it was the last one, so that the message has its final state
    public synchronized boolean end(int number, int total, MessageState state, Instant at) {
        Part part = part(number, total);
        if (part.step == PartState.ENDED) {
            return false;
        }
        part.step = PartState.ENDED;
        part.end = state;
        ended++;
        if (state == MessageState.DELIVERED && (deliveredAt == null || at.isAfter(deliveredAt))) {
            deliveredAt = at;
        }
        if (ended == parts.length) {
            over = true;
        }
        return over;
    }

    private Part part(int number, int total) {
        size(Math.max(total, number));
        return parts[number - 1];
    }

    private void size(int total) {
        if (parts.length >= total) {
            return;
        }
        Part[] more = new Part[total];
        for (int i = 0; i < total; i++) {
            more[i] = i < parts.length ? parts[i] : new Part();
        }
        parts = more;
    }

    /// Of what the message paid for, how much was not charged.
    public synchronized int partsOpen() {
        return message.parts() - partsCharged;
    }

    private MessageState endState() {
        MessageState worst = MessageState.DELIVERED;
        for (Part part : parts) {
            worst = part.end == null ? worst : FinalStates.worse(worst, part.end);
        }
        // The operator took some of it: nobody can say that it was not sent.
        return worst == MessageState.REJECTED && submitted > 0 ? MessageState.UNDELIVERED : worst;
    }

    /// The call detail record of a message that has its final state.
    public synchronized Cdr cdr(Instant at) {
        if (!over) {
            throw new IllegalStateException("the message has no final state");
        }
        MessageState state = endState();
        CarriedCost cost = CarriedCost.of(message.candidates(), taken, candidate);
        return new Cdr(
                message,
                state,
                asked < 0 ? 0 : message.candidates().get(asked).operatorId(),
                smscIds(),
                submittedAt,
                state == MessageState.DELIVERED ? deliveredAt : null,
                smscStatus,
                errorCode,
                priceMicros,
                upstreamMicros.clone(),
                cost,
                partsCharged,
                at);
    }

    private String smscIds() {
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
}
