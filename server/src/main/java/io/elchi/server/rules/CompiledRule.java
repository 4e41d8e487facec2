package io.elchi.server.rules;

import io.elchi.server.core.Failure;
import io.elchi.server.core.LinearPattern;
import io.elchi.server.core.LinearPattern.PatternReplacement;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A rule that is ready to be used: what the index does not look at, and its action.
final class CompiledRule {
    /// Characters that a rewritten field may have; the checks of a sender id and a number allow fewer.
    private static final int MOST_IN_FIELD = 40;

    /// As many as a client may send.
    static final int MOST_IN_TEXT = 40_000;

    private static final long MINUTE = 60;

    private final StoredRule rule;
    private final LinearPattern from;
    private final LinearPattern to;
    private final LinearPattern text;
    private final CompiledRewrite newFrom;
    private final CompiledRewrite newTo;
    private final CompiledRewrite newText;
    /// The minute that was looked at last, and in the lowest bit whether the window was open: windows begin and end
    /// with a minute. Threads may look at the same minute twice.
    private volatile long lastMinute = Long.MIN_VALUE;

    /// @throws IllegalArgumentException when a pattern of a row is none
    CompiledRule(StoredRule rule) {
        this.rule = rule;
        RuleMatch match = rule.form().match();
        RuleAction action = rule.form().action();
        from = pattern(match.from().pattern());
        to = pattern(match.to().pattern());
        text = pattern(match.text().pattern());
        newFrom = CompiledRewrite.of(action.from());
        newTo = CompiledRewrite.of(action.to());
        newText = CompiledRewrite.of(action.text());
    }

    private static LinearPattern pattern(String text) {
        return text == null ? null : LinearPattern.of(text);
    }

    /// Another value of a field, ready to be made.
    private record CompiledRewrite(String set, LinearPattern pattern, PatternReplacement replacement) {
        /// null: it stays.
        static CompiledRewrite of(RuleAction.Rewrite rewrite) {
            if (rewrite == null) {
                return null;
            }
            if (rewrite.set() != null) {
                return new CompiledRewrite(rewrite.set(), null, null);
            }
            LinearPattern pattern = LinearPattern.of(rewrite.pattern());
            return new CompiledRewrite(null, pattern, PatternReplacement.of(rewrite.replace(), pattern.groups()));
        }

        /// null: it would be too long.
        String applied(String value, int most) {
            return set != null ? set : pattern.replaced(value, replacement, most);
        }
    }

    StoredRule rule() {
        return rule;
    }

    RejectCode reject() {
        return rule.form().action().reject();
    }

    /// Whether the message fits what the index does not look at. What costs little comes first.
    boolean fits(RuleSubject message) {
        RuleMatch match = rule.form().match();
        return (match.hours() == null || isOpen(match.hours(), message.at()))
                && (match.tlv() == null || has(message.tlvs(), match.tlv()))
                && (from == null || from.isIn(message.from()))
                && (to == null || to.isIn(message.to().digits()))
                && (text == null || text.isIn(message.text()));
    }

    private static boolean has(List<RuleTlv> tlvs, RuleTlv wanted) {
        for (RuleTlv each : tlvs) {
            if (wanted.matches(each)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOpen(RuleHours hours, Instant at) {
        long minute = Math.floorDiv(at.getEpochSecond(), MINUTE);
        long last = lastMinute;
        if (last >> 1 != minute) {
            last = minute << 1 | (hours.holds(at) ? 1 : 0);
            lastMinute = last;
        }
        return (last & 1) == 1;
    }

    /// The result of a rule's action.
    ///
    /// @param message null: it is refused
    record Effect(RuleSubject message, Refusal refusal) {}

    /// Does what the rule does.
    Effect applied(RuleSubject message) {
        RuleAction action = rule.form().action();
        if (action.reject() != null) {
            return refused(action.reject().failure(), action.reject().field(), null);
        }
        String sender = newFrom == null ? message.from() : newFrom.applied(message.from(), MOST_IN_FIELD);
        if (sender == null) {
            return refused(Failure.INVALID_SENDER, "from", "makes the sender id too long");
        }
        // The content of an OTP is secret: a rule neither reads it, sends it elsewhere nor ends its encryption.
        boolean isOtp = message.messageClass() == MessageClass.OTP;
        Msisdn destination = message.to();
        if (newTo != null && !isOtp) {
            String digits = newTo.applied(message.to().digits(), MOST_IN_FIELD);
            destination = digits == null ? null : Msisdn.ofQuery(digits).orElse(null);
            if (destination == null) {
                return refused(Failure.INVALID_DESTINATION, "to", "makes a destination that is not a phone number");
            }
        }
        String body = message.text();
        if (newText != null && body != null && !isOtp) {
            body = newText.applied(body, MOST_IN_TEXT);
            if (body == null) {
                return refused(Failure.TOO_MANY_PARTS, "text", "makes the text too long");
            }
        }
        boolean keepsClass = action.messageClass() == null || isOtp;
        boolean octets = message.text() == null && action.dataCoding() != null;
        RuleSubject changed = new RuleSubject(
                message.accountId(),
                message.payers(),
                keepsClass ? message.messageClass() : action.messageClass(),
                sender,
                destination,
                body,
                octets ? action.dataCoding() : message.dataCoding(),
                action.priority() == null ? message.priority() : action.priority(),
                action.tlv() == null ? message.tlvs() : with(message.tlvs(), action.tlv()),
                action.tag() == null ? message.tag() : action.tag(),
                message.at());
        return new Effect(changed, null);
    }

    /// Whether a message from a handset fits what the index does not look at.
    boolean fits(InboundRuleSubject message) {
        RuleHours hours = rule.form().match().hours();
        return (hours == null || isOpen(hours, message.at()))
                && (from == null || from.isIn(message.from()))
                && (to == null || to.isIn(message.to()))
                && (text == null || text.isIn(message.text()));
    }

    /// Does what the rule does with a message from a handset, but a refusal. A field that would become too long, or
    /// an address that would not be digits, stays as it is: a mistake in a rule loses nothing that a handset wrote.
    InboundRuleSubject applied(InboundRuleSubject message) {
        String body = newText == null || message.text() == null ? null : newText.applied(message.text(), MOST_IN_TEXT);
        String tag = rule.form().action().tag();
        return new InboundRuleSubject(
                message.accountId(),
                message.payers(),
                message.operatorId(),
                address(newFrom, message.from()),
                address(newTo, message.to()),
                body == null ? message.text() : body,
                tag == null ? message.tag() : tag,
                message.at());
    }

    private static String address(CompiledRewrite rewrite, String value) {
        String changed = rewrite == null ? null : rewrite.applied(value, MOST_IN_FIELD);
        if (changed == null || !changed.matches(RuleChecks.ADDRESS)) {
            return value;
        }
        return changed.startsWith("+") ? changed.substring(1) : changed;
    }

    /// A service refused it, or this rule a message from a handset.
    Refusal refusedWith(RejectCode code) {
        return refused(code.failure(), code.field(), null).refusal();
    }

    private Effect refused(Failure failure, String field, String why) {
        String name = "rule " + rule.id() + ", " + rule.form().name();
        return new Effect(null, Refusal.ofField(failure, field, why == null ? name : name + ", " + why));
    }

    private static List<RuleTlv> with(List<RuleTlv> tlvs, RuleTlv tlv) {
        List<RuleTlv> changed = new ArrayList<>(tlvs.size() + 1);
        for (RuleTlv each : tlvs) {
            if (each.id() != tlv.id()) {
                changed.add(each);
            }
        }
        changed.add(tlv);
        return List.copyOf(changed);
    }
}
