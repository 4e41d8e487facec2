package io.elchi.server.rules;

import io.elchi.server.core.Payer;
import java.time.Instant;
import java.util.List;

/// A message from a handset as rules see it.
///
/// @param accountId that owns the number; 0: none is known yet
/// @param payers the account, then the resellers above it
/// @param from the handset
/// @param to digits that it wrote to
/// @param text null: it has octets in place of a text
/// @param tag that a rule put on it; null: none
/// @param at when it came
public record InboundRuleSubject(
        long accountId,
        List<Payer> payers,
        long operatorId,
        String from,
        String to,
        String text,
        String tag,
        Instant at) {
    /// Without the text.
    @Override
    public String toString() {
        return "InboundRuleSubject[" + accountId + ", " + to + "]";
    }
}
