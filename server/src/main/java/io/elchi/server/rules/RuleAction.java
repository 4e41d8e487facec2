package io.elchi.server.rules;

import io.elchi.server.core.MessageClass;

/// What a rule does with a message. What is null stays as it is. Nothing at all: the message passes.
///
/// @param reject it is refused, and nothing else is done
/// @param messageClass the class of a message that is no OTP
/// @param to the destination of a message that is no OTP
/// @param text that of a message that is no OTP
/// @param priority priority_flag
/// @param dataCoding of octets; that of a text follows from its characters
/// @param tlv it replaces one with the same id, and takes precedence over the link's
/// @param tag the message has it from then on, for the routes; it replaces that of an earlier rule
/// @param ask a service decides whether the message may be sent, and nothing else is done
public record RuleAction(
        RejectCode reject,
        MessageClass messageClass,
        Rewrite from,
        Rewrite to,
        Rewrite text,
        Integer priority,
        Integer dataCoding,
        RuleTlv tlv,
        String tag,
        Ask ask) {
    public static final RuleAction NONE = new RuleAction(null, null, null, null, null, null, null, null, null, null);

    /// A service that is asked over HTTP.
    ///
    /// @param accepts whether a message may be sent of which it does not answer in time
    /// @param reject the code of a refusal for which it names none
    public record Ask(String url, boolean accepts, RejectCode reject) {
        /// What holds without an answer; null: the message may be sent.
        RejectCode withoutAnswer() {
            return accepts ? null : reject;
        }
    }

    /// Another value of a field: a fixed one, or each find of a pattern is replaced.
    ///
    /// @param set null: replace
    /// @param replace with `$0` to `$9` for groups and `$$` for a dollar sign
    public record Rewrite(String set, String pattern, String replace) {}

    /// Whether messages change by it that a later rule may match otherwise.
    boolean rewrites() {
        return messageClass != null || from != null || to != null || text != null || tlv != null;
    }

    boolean isNone() {
        return equals(NONE);
    }
}
