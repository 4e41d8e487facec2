package io.elchi.server.rules;

import io.elchi.server.core.Refusal;

/// What the rules made of a message from a handset.
///
/// @param message as it is after them
/// @param rules ids of those that matched, in order; at least one. Not to be changed
/// @param refusal null: it is not refused
public record InboundRuling(InboundRuleSubject message, long[] rules, Refusal refusal) {
    /// Without the message.
    @Override
    public String toString() {
        return "InboundRuling[" + rules.length + " rules, " + refusal + "]";
    }
}
