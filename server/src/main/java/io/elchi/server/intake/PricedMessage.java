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
record PricedMessage(Message message, Ledger.Claim claim, Refusal refusal) {
    static PricedMessage refused(Refusal refusal) {
        return new PricedMessage(null, null, refusal);
    }

    static PricedMessage refused(Failure failure, String field, String detail) {
        return refused(Refusal.ofField(failure, field, detail));
    }
}
