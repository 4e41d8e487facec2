package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import java.time.Instant;

/// An event of one part, or of all parts.
///
/// @param part from 1; 0: all that were not sent
/// @param nth 0 for what happens once; else which time, from 1
/// @param total how many parts the message takes on the link; 0 when not known
/// @param operatorId 0: no operator had to do with it
/// @param candidate its index in the message's candidates
/// @param smscMessageId the operator's id for it, as it came; null when none
/// @param receiptKey the same, in the form in which receipts are matched; null when none
/// @param status command_status; -1: none
/// @param detail what else is known, such as the receipt's `stat` and `err`
/// @param state as what the part ended, or (REFUSED) that no other operator may be tried; null when neither
/// @param charge what it charged; null when nothing
/// @param doneAt the time that the receipt itself gives, when it can be right; null when it gives none
public record Event(
        MessageId messageId,
        int part,
        EventKind kind,
        int nth,
        int total,
        Instant at,
        long operatorId,
        int candidate,
        String smscMessageId,
        String receiptKey,
        int status,
        String detail,
        MessageState state,
        Charge charge,
        Instant doneAt) {
    /// The charge of a part.
    ///
    /// @param billedParts of the parts that the message pays for, how many this one is
    /// @param priceMicros the account
    /// @param upstreamMicros the resellers above it; not to be changed
    /// @param batch the ledger's batch that has it
    public record Charge(int billedParts, long priceMicros, long[] upstreamMicros, long batch) {}

    /// The same, charged in another batch of the ledger.
    public Event inBatch(long batch) {
        Charge moved = new Charge(charge.billedParts(), charge.priceMicros(), charge.upstreamMicros(), batch);
        return new Event(
                messageId,
                part,
                kind,
                nth,
                total,
                at,
                operatorId,
                candidate,
                smscMessageId,
                receiptKey,
                status,
                detail,
                state,
                moved,
                doneAt);
    }
}
