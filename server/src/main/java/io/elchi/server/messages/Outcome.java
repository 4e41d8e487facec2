package io.elchi.server.messages;

import java.time.Instant;
import java.util.UUID;

/// What an operator, or its silence, said of a part. Links report, tracking settles.
public sealed interface Outcome {
    /// When it was known here.
    Instant at();

    /// submit_sm_resp ESME_ROK.
    ///
    /// @param part from 1
    /// @param total submit_sm that the message takes on this link
    /// @param smscMessageId as it came; empty when the operator gave none, so that receipts match by number only
    /// @param smscKey the same in the form in which receipts are matched
    /// @param late the answer came after its timer; the part may have been sent again
    record Submitted(
            Dispatch dispatch, int part, int total, String smscMessageId, String smscKey, boolean late, Instant at)
            implements Outcome {}

    /// The operator will not have it, or cannot be reached for too long.
    ///
    /// @param part 0: all that are not sent
    /// @param status command_status; -1 when the operator was not asked
    /// @param tryNext whether another operator may be tried
    record Refused(Dispatch dispatch, int part, int total, int status, boolean tryNext, String detail, Instant at)
            implements Outcome {}

    /// submit_sm was sent and no answer came: the operator may have it.
    ///
    /// @param again whether the link's policy sends it again
    record Unanswered(Dispatch dispatch, int part, int total, boolean again, String detail, Instant at)
            implements Outcome {}

    /// Its validity ended before it was sent.
    ///
    /// @param total submit_sm that the message takes on its link; 0 when it was not written yet
    record Expired(Dispatch dispatch, int total, Instant at) implements Outcome {}

    /// No operator will report on it any more: its validity is long over.
    record NoReceipt(Flight flight, Instant at) implements Outcome {}

    /// A receipt, from whatever link of the operator.
    ///
    /// @param row its row among the receipts of no message; null when it has none
    record Receipt(long operatorId, ReceiptReport report, Runnable acknowledge, Instant at, UUID row)
            implements Outcome {
        /// As it arrives.
        public Receipt(long operatorId, ReceiptReport report, Runnable acknowledge, Instant at) {
            this(operatorId, report, acknowledge, at, null);
        }

        /// The same, with a row of its own.
        public Receipt in(UUID newRow) {
            return new Receipt(operatorId, report, acknowledge, at, newRow);
        }
    }

    /// A message from a handset (MO).
    record Received(
            long operatorId,
            String from,
            String to,
            String text,
            int dataCoding,
            byte[] octets,
            Runnable acknowledge,
            Instant at)
            implements Outcome {}
}
