package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import java.time.Instant;

/// Something that happened to one part of a message, or to all parts. Each kind has the fields that it needs.
public sealed interface Event {
    /// The detail of a response that came after its timeout.
    String LATE = "late response";

    Step step();

    /// The number of an event that may happen to a part more than once, from 1; 0 for the others.
    default int nth() {
        return 0;
    }

    /// Place and time of an event.
    ///
    /// @param part from 1; 0: all that were not sent
    /// @param total how many parts the message takes on the link; 0 when not known
    /// @param operatorId 0: no operator had to do with it
    /// @param candidate its index in the message's candidates
    record Step(MessageId messageId, int part, int total, Instant at, long operatorId, int candidate) {}

    /// The charge of a part.
    ///
    /// @param billedParts of the parts that the message pays for, how many this one is
    /// @param priceMicros the account
    /// @param upstreamMicros the resellers above it; not to be changed
    /// @param batch the ledger's batch that has it
    record Charge(int billedParts, long priceMicros, long[] upstreamMicros, long batch) {}

    /// An operator accepted the part, for the first time.
    ///
    /// @param smscMessageId the operator's id for it, as it came; empty when it gave none
    /// @param receiptKey the same, in the form in which receipts are matched
    /// @param late the response came after its timeout
    record Submitted(Step step, String smscMessageId, String receiptKey, boolean late, Charge charge) implements Event {
        /// A sentence for people; null when there is nothing to say.
        public String detail() {
            return late ? LATE : null;
        }

        /// The same, charged in another batch of the ledger.
        public Submitted inBatch(long batch) {
            Charge moved = new Charge(charge.billedParts, charge.priceMicros, charge.upstreamMicros, batch);
            return new Submitted(step, smscMessageId, receiptKey, late, moved);
        }
    }

    /// An operator accepted the part once more; it is not charged.
    ///
    /// @param smscMessageId as in [Submitted]
    /// @param receiptKey as in [Submitted]
    record SubmittedAgain(Step step, int nth, String smscMessageId, String receiptKey, boolean late) implements Event {
        /// As in [Submitted].
        public String detail() {
            return late ? LATE : null;
        }
    }

    /// An operator accepted the part after the message had its final state.
    ///
    /// @param smscMessageId as in [Submitted]
    record SubmittedLate(Step step, int nth, String smscMessageId) implements Event {
        /// A sentence for people.
        public String detail() {
            return "taken after the end of the message";
        }
    }

    /// An operator refused the part, or could not be asked for too long.
    ///
    /// @param status command_status; -1: the operator was not asked
    /// @param tryNext whether another operator may be tried
    record Refused(Step step, int nth, int status, boolean tryNext, String detail) implements Event {}

    /// The operator did not answer.
    record Unanswered(Step step, int nth, String detail) implements Event {}

    /// A receipt that is not the last one.
    ///
    /// @param detail its `stat` and `err`: see [ReceiptReport#detail]
    /// @param doneAt the time that the receipt itself gives, when it can be right; null when it gives none
    record IntermediateReceipt(Step step, int nth, String smscMessageId, String detail, Instant doneAt)
            implements Event {}

    /// The last receipt.
    ///
    /// @param detail as in [IntermediateReceipt]
    /// @param state the final state of the part
    /// @param doneAt as in [IntermediateReceipt]
    record Receipt(Step step, String smscMessageId, String detail, MessageState state, Instant doneAt)
            implements Event {
        /// The receipt's own time, or its arrival.
        public Instant time() {
            return doneAt != null ? doneAt : step.at;
        }
    }

    /// The part has its final state without a receipt.
    record Ended(Step step, MessageState state, String detail) implements Event {}

    /// Its account sends it at another time, or with another text.
    ///
    /// @param detail what changed, and by whom
    record Rescheduled(Step step, int nth, String detail) implements Event {}

    /// Its client tells whether the person used what it brought, such as a code.
    ///
    /// @param afterSeconds from the acceptance; -1: not told, or not used
    record Feedback(Step step, boolean used, int afterSeconds) implements Event {
        /// A sentence for people.
        public String detail() {
            return "the client says: " + words();
        }

        /// `used, 14 s after the acceptance`
        public String words() {
            if (!used) {
                return "not used";
            }
            return afterSeconds < 0 ? "used" : "used, " + afterSeconds + " s after the acceptance";
        }
    }

    default EventKind kind() {
        return switch (this) {
            case Submitted _ -> EventKind.SUBMITTED;
            case SubmittedAgain _ -> EventKind.SUBMITTED_AGAIN;
            case SubmittedLate _ -> EventKind.SUBMITTED_LATE;
            case Rescheduled _ -> EventKind.RESCHEDULED;
            case Feedback _ -> EventKind.FEEDBACK;
            case Refused _ -> EventKind.REFUSED;
            case Unanswered _ -> EventKind.UNANSWERED;
            case IntermediateReceipt _ -> EventKind.INTERMEDIATE_RECEIPT;
            case Receipt _ -> EventKind.RECEIPT;
            case Ended _ -> EventKind.ENDED;
        };
    }

    default MessageId messageId() {
        return step().messageId;
    }

    default int part() {
        return step().part;
    }

    default int total() {
        return step().total;
    }

    default Instant at() {
        return step().at;
    }

    default long operatorId() {
        return step().operatorId;
    }

    default int candidate() {
        return step().candidate;
    }
}
