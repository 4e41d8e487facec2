package io.elchi.server.rules;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import java.time.Instant;
import java.util.List;

/// A message as rules see it.
///
/// @param payers the account, then the resellers above it
/// @param text null: it has octets in place of a text
/// @param dataCoding of octets; of a text [#UNSET]
/// @param priority priority_flag; [#UNSET]: the link's
/// @param tlvs of the message, not those of the link
/// @param tag that a rule put on it; null: none
/// @param at when it is sent to the platform
public record RuleSubject(
        long accountId,
        List<Payer> payers,
        MessageClass messageClass,
        String from,
        Msisdn to,
        String text,
        int dataCoding,
        int priority,
        List<RuleTlv> tlvs,
        String tag,
        Instant at) {
    /// The value of a number that is not set.
    public static final int UNSET = -1;

    /// Without the text.
    @Override
    public String toString() {
        return "RuleSubject[" + accountId + "]";
    }
}
