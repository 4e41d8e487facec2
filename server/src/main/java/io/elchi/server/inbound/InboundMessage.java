package io.elchi.server.inbound;

import io.elchi.server.core.MessageId;
import java.time.Instant;

/// A message from a handset.
///
/// @param accountId 0: nobody owned the destination
/// @param from digits of the handset's number
/// @param to digits of the short code or number
/// @param text null while it waits for parts, or when its octets are no text
/// @param parts that it has in all
/// @param operatorMessageId of the first part; null: the operator gave none
/// @param receivedAt the first part
/// @param endedAt null: it waits for parts
public record InboundMessage(
        MessageId id,
        long accountId,
        long operatorId,
        String from,
        String to,
        InboundState state,
        String text,
        int parts,
        int partsReceived,
        String operatorMessageId,
        Instant receivedAt,
        Instant endedAt) {
    /// With its owner, and as rules made it.
    InboundMessage decided(HandsetRules.Decided decided) {
        HandsetRules.Ruled ruled = decided.ruled();
        return new InboundMessage(
                id,
                decided.owner().accountId(),
                operatorId,
                ruled == null ? from : ruled.result().source(),
                ruled == null ? to : ruled.result().number(),
                ruled != null && ruled.isRejected() ? InboundState.REJECTED : state,
                ruled == null ? text : ruled.result().text(),
                parts,
                partsReceived,
                operatorMessageId,
                receivedAt,
                endedAt);
    }
}
