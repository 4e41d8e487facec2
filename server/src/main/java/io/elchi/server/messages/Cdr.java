package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.time.Instant;

/// The call detail record: the result of a message. Written once.
///
/// @param operatorId the operator that took it, or the last that refused it; 0: none was asked
/// @param smscMessageId the operator's ids of its parts, with commas
/// @param submittedAt when the operator took its first part; null: none did
/// @param deliveredAt the receipt's own time of the last part, or its arrival; null unless delivered
/// @param smscStatus as the operator put it: `DELIVRD`, `ESME_RINVDSTADR (0x0B)`
/// @param errorCode the receipt's err, or command_status in hexadecimal
/// @param priceMicros what the account paid
/// @param upstreamMicros what the resellers above it paid; not to be changed
/// @param cost what the operators get
/// @param partsCharged of the parts that the message pays for, how many were charged
/// @param endedAt when the state became final here, and is stored
public record Cdr(
        Message message,
        MessageState state,
        long operatorId,
        String smscMessageId,
        Instant submittedAt,
        Instant deliveredAt,
        String smscStatus,
        String errorCode,
        long priceMicros,
        long[] upstreamMicros,
        CarriedCost cost,
        int partsCharged,
        Instant endedAt) {}
