package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Message;

/// A request that is ready to be reserved and stored, or was refused before.
///
/// @param message null when refused
/// @param claim what must be reserved; null when refused
/// @param hint null when refused
/// @param callback stored with the message; null: none is wanted
/// @param joined what the message is made of; null: it came whole
/// @param replaceKey see [SendExtras]
/// @param refusal null when ready
record PricedMessage(
        Message message,
        Ledger.Claim claim,
        TextHint hint,
        CallbackRequest callback,
        JoinedMessage joined,
        byte[] replaceKey,
        Refusal refusal) {
    static PricedMessage ready(Message message, Ledger.Claim claim) {
        return ready(message, claim, TextHint.NONE, SendExtras.NONE);
    }

    static PricedMessage ready(Message message, Ledger.Claim claim, TextHint hint, SendExtras extras) {
        // One that is sent at once is not there to be replaced.
        byte[] replaceKey = message.times().notBefore() == null ? null : extras.replaceKey();
        return new PricedMessage(message, claim, hint, null, extras.joined(), replaceKey, null);
    }

    /// The same with an endpoint that its events name.
    PricedMessage named(long endpoint) {
        return new PricedMessage(
                message.withStatusEndpoint(endpoint), claim, hint, callback, joined, replaceKey, refusal);
    }

    /// The same with a callback that is stored with it.
    PricedMessage with(CallbackRequest wanted) {
        return new PricedMessage(
                message.withStatusEndpoint(wanted.endpoint()), claim, hint, wanted, joined, replaceKey, refusal);
    }

    static PricedMessage refused(Refusal refusal) {
        return new PricedMessage(null, null, null, null, null, null, refusal);
    }

    static PricedMessage refused(Failure failure, String field, String detail) {
        return refused(Refusal.ofField(failure, field, detail));
    }

    /// The refusal of a message that may cost more than its client allows; null when it may not.
    ///
    /// @param highest what would be reserved
    static Refusal tooDear(SendOptions options, Money highest) {
        Money most = options.maxPrice();
        if (most == null) {
            return null;
        }
        if (!most.currency().equals(highest.currency())) {
            return Refusal.ofField(
                    Failure.INVALID_FIELD, "max_price.currency", "the account pays in " + highest.currency());
        }
        return highest.micros() > most.micros()
                ? Refusal.ofField(Failure.PRICE_TOO_HIGH, "max_price", "it may cost " + highest)
                : null;
    }
}
