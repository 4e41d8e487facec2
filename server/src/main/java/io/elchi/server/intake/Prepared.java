package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Message;

/// A request that is ready to be reserved and stored, or was refused before.
///
/// @param message null when refused
/// @param claim what must be reserved; null when refused
/// @param refusal null when ready
record Prepared(Message message, Ledger.Claim claim, Refusal refusal) {
    static Prepared refused(Refusal refusal) {
        return new Prepared(null, null, refusal);
    }

    static Prepared refused(Failure failure, String field, String detail) {
        return refused(Refusal.ofField(failure, field, detail));
    }
}
