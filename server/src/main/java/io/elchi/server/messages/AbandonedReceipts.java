package io.elchi.server.messages;

import io.elchi.server.core.Page;
import java.time.Instant;
import java.util.UUID;

/// Receipts whose message was looked for so often that it is not looked for any more.
public interface AbandonedReceipts {
    /// A receipt, without its text.
    ///
    /// @param attempts how often its message was looked for
    record AbandonedReceipt(
            UUID id,
            long operatorId,
            String smscMessageId,
            String source,
            String destination,
            String state,
            Instant receivedAt,
            int attempts) {}

    /// The newest first.
    ///
    /// @param operatorId 0: all
    Page<AbandonedReceipt> page(long operatorId, String cursor, int limit);

    /// Looks for its message again, as if it were new.
    ///
    /// @return false when there is no such abandoned receipt
    boolean retry(UUID id);

    /// @return false as with [#retry]
    boolean discard(UUID id);
}
