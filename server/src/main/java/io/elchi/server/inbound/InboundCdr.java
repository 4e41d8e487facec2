package io.elchi.server.inbound;

import io.elchi.server.core.Money;
import java.util.List;

/// The call detail record of a message from a handset.
///
/// @param message in its final state; its text is not a part of the record
/// @param price what the account paid; null: it has no owner
/// @param upstream what the resellers above it paid, nearest first
/// @param cost what the operator gets; null: no cost is known
/// @param errorCode of the rule that rejected it; null: none did
/// @param batch of the ledger; 0: nobody paid
public record InboundCdr(
        InboundMessage message, Money price, List<InboundPaid> upstream, Money cost, String errorCode, long batch) {
    /// What a reseller paid, in its currency.
    public record InboundPaid(long accountId, long micros) {}
}
