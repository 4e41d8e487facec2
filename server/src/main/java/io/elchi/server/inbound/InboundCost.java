package io.elchi.server.inbound;

import io.elchi.server.core.Money;
import java.time.Instant;

/// What an operator gets for messages from handsets.
///
/// @param version the first is 1; each change makes the next one
/// @param number digits that messages are sent to; null: any
/// @param perPart whether each part costs it, rather than the message
/// @param cost zero or more
public record InboundCost(
        long id,
        long version,
        long operatorId,
        String number,
        boolean perPart,
        Money cost,
        Instant createdAt,
        Instant updatedAt) {
    Money of(int parts) {
        return perPart ? cost.times(parts) : cost;
    }
}
