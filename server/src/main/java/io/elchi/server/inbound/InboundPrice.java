package io.elchi.server.inbound;

import io.elchi.server.core.Money;
import java.time.Instant;

/// What an account pays for messages from handsets.
///
/// @param version the first is 1; each change makes the next one
/// @param accountId 0: every account with this currency
/// @param number digits that messages are sent to; null: any
/// @param operatorId 0: any
/// @param perPart whether each part costs it, rather than the message
/// @param price zero or more
public record InboundPrice(
        long id,
        long version,
        long accountId,
        String number,
        long operatorId,
        boolean perPart,
        Money price,
        Instant createdAt,
        Instant updatedAt) {
    Money of(int parts) {
        return perPart ? price.times(parts) : price;
    }
}
