package io.elchi.server.messages;

import java.time.Instant;

/// What a delivery receipt says.
///
/// @param smscMessageId the id as it came; empty when it has none
/// @param smscKey in the form in which it is matched
/// @param state what it reports
/// @param stat the operator's word for it, as it came
/// @param error the operator's err, as it came; null when it has none
/// @param doneAt the time that the receipt gives; null when it gives none that can be read
/// @param source the address it came from, which is the message's destination
/// @param destination the address it went to
/// @param raw the whole text
public record ReceiptReport(
        String smscMessageId,
        String smscKey,
        Reported state,
        String stat,
        String error,
        Instant doneAt,
        String source,
        String destination,
        String raw) {
    /// The state of a part, in the words of SMPP (3.4, 5.2.28).
    public enum Reported {
        ENROUTE(false),
        DELIVERED(true),
        EXPIRED(true),
        DELETED(true),
        UNDELIVERABLE(true),
        ACCEPTED(false),
        UNKNOWN(true),
        REJECTED(true),
        /// A word that no specification has: kept, and waited on for another.
        OTHER(false);

        private final boolean end;

        Reported(boolean end) {
            this.end = end;
        }

        public boolean isFinal() {
            return end;
        }
    }
}
