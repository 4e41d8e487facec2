package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import io.elchi.smstext.coding.LinkCoding;
import java.time.Instant;
import java.util.UUID;

/// The result of a submit_sm, a receipt, or a message from a handset. Links report, tracking settles.
public sealed interface Outcome {
    /// When it was known here.
    Instant at();

    /// Its name in metrics.
    default String kind() {
        return switch (this) {
            case Submitted _ -> "submitted";
            case Refused _ -> "refused";
            case Unanswered _ -> "unanswered";
            case Expired _ -> "expired";
            case Canceled _ -> "canceled";
            case Moved _ -> "moved";
            case NoReceipt _ -> "no_receipt";
            case Late _ -> "late";
            case ShardLeft _ -> "shard_left";
            case Receipt _ -> "receipt";
            case Received _ -> "received";
        };
    }

    /// submit_sm_resp ESME_ROK.
    ///
    /// @param part from 1
    /// @param total submit_sm that the message takes on this link
    /// @param smscMessageId as it came; empty when the operator gave none, so that receipts match by number only
    /// @param receiptKey the same in the form in which receipts are matched
    /// @param late the answer came after its timer; the part may have been sent again
    record Submitted(
            SubmitTask task, int part, int total, String smscMessageId, String receiptKey, boolean late, Instant at)
            implements Outcome {}

    /// The operator will not have it, or cannot be reached for too long.
    ///
    /// @param part 0: all that are not sent
    /// @param status command_status; -1 when the operator was not asked
    /// @param tryNext whether another operator may be tried
    record Refused(SubmitTask task, int part, int total, int status, boolean tryNext, String detail, Instant at)
            implements Outcome {}

    /// submit_sm was sent and no answer came: the operator may have it.
    ///
    /// @param again whether the link's policy sends it again
    record Unanswered(SubmitTask task, int part, int total, boolean again, String detail, Instant at)
            implements Outcome {}

    /// Its validity ended before it was sent.
    ///
    /// @param total submit_sm that the message takes on its link; 0 when it was not written yet
    record Expired(SubmitTask task, int total, Instant at) implements Outcome {}

    /// Its account was suspended, and what waited is canceled.
    ///
    /// @param total as of [Expired]
    record Canceled(SubmitTask task, int total, Instant at) implements Outcome {}

    /// Somebody wants it to go to another candidate. It was taken out of its queue, and was not sent.
    ///
    /// @param to the index of a later candidate
    record Moved(SubmitTask task, int to, String detail, Instant at) implements Outcome {}

    /// No operator will report on it any more: its validity is long over.
    record NoReceipt(MessageProgress progress, Instant at) implements Outcome {}

    /// submit_sm_resp ESME_ROK that came to a process that does not have the message's shard.
    ///
    /// @param candidate the index of the operator that answered
    /// @param acknowledge to be called when it is stored
    record Late(
            MessageId message,
            int candidate,
            int part,
            int total,
            String smscMessageId,
            String receiptKey,
            Instant at,
            Runnable acknowledge)
            implements Outcome {}

    /// Everything before it is settled, and after it the shard is this process's no more.
    ///
    /// @param done to be called then
    record ShardLeft(long shard, Runnable done, Instant at) implements Outcome {}

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

    /// A message from a handset (MO), or a part of one.
    ///
    /// @param text null when it is in no alphabet that we read
    /// @param octets the user data as it came, with its header
    record Received(
            long operatorId,
            String from,
            String to,
            String text,
            int dataCoding,
            byte[] octets,
            Wire wire,
            Runnable acknowledge,
            Instant at)
            implements Outcome {
        /// Further fields of its PDU: enough to reassemble parts, and to inspect the PDU.
        ///
        /// @param sarReference sar_msg_ref_num; -1: none, likewise the other two
        /// @param messageId the operator's own id (`receipted_message_id`); null: it gave none
        /// @param tlvs all of them, as on the wire
        /// @param defects what deviated from the specification, with commas; null: nothing
        /// @param coding of its link: it reads the text of several parts together
        public record Wire(
                int fromTon,
                int fromNpi,
                int toTon,
                int toNpi,
                int esmClass,
                int sarReference,
                int sarTotal,
                int sarPart,
                String messageId,
                byte[] tlvs,
                String defects,
                LinkCoding coding) {
            /// An international number to an unknown one, without TLVs.
            public static final Wire PLAIN =
                    new Wire(1, 1, 0, 0, 0, -1, -1, -1, null, new byte[0], null, LinkCoding.standard());
        }
    }
}
