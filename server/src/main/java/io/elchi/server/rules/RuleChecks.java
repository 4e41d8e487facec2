package io.elchi.server.rules;

import io.elchi.server.core.Failure;
import io.elchi.server.core.LinearPattern;
import io.elchi.server.core.LinearPattern.PatternReplacement;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.rules.RuleAction.Rewrite;

/// Checks that a rule can be compiled, and does not contradict itself.
final class RuleChecks {
    /// Of messages from handsets: numbers and short codes.
    static final String ADDRESS = "\\+?[0-9]{1,20}";

    private static final String NUMBER = "\\+?[1-9][0-9]{6,14}";

    private RuleChecks() {}

    /// @throws RefusedException naming the field that is wrong
    static void check(RuleForm form) {
        RuleMatch match = form.match();
        pattern("match.from.pattern", match.from().pattern());
        pattern("match.to.pattern", match.to().pattern());
        pattern("match.text.pattern", match.text().pattern());
        if (match.content() == RuleMatch.ContentForm.DATA && !match.text().isAll()) {
            throw invalid("match.text", "a message of octets has no text");
        }
        RuleAction action = form.action();
        rewrite("action.from", action.from());
        rewrite("action.to", action.to());
        rewrite("action.text", action.text());
        if (form.direction() == RuleDirection.MO) {
            ofHandsets(match, action);
        } else if (!match.operators().isEmpty()) {
            throw invalid("match.operators", "is for messages from handsets: others have no operator yet");
        }
        if (form.direction() == RuleDirection.MT
                && action.to() != null
                && action.to().set() != null
                && !action.to().set().matches(NUMBER)) {
            throw invalid("action.to.set", "must be a number with its country code, 7 to 15 digits");
        }
        if (action.tlv() != null && action.tlv().value() == null) {
            throw missing("action.tlv.value");
        }
        if (action.reject() != null) {
            if (!action.equals(new RuleAction(action.reject(), null, null, null, null, null, null, null, null, null))) {
                throw invalid("action.reject", "excludes every other action");
            }
            if (form.passesOn()) {
                throw invalid("passes_on", "a refused message passes no further rule");
            }
        }
        if (action.ask() != null
                && !action.equals(new RuleAction(null, null, null, null, null, null, null, null, null, action.ask()))) {
            throw invalid("action.ask", "excludes every other action");
        }
    }

    /// Messages from handsets have no class, no options of a submission, and nobody who waits for a service.
    private static void ofHandsets(RuleMatch match, RuleAction action) {
        refused("match.classes", !match.classes().isEmpty());
        refused("match.to.countries", !match.to().countries().isEmpty());
        refused("match.to.networks", !match.to().networks().isEmpty());
        refused("match.tlv", match.tlv() != null);
        refused("action.class", action.messageClass() != null);
        refused("action.priority", action.priority() != null);
        refused("action.data_coding", action.dataCoding() != null);
        refused("action.tlv", action.tlv() != null);
        refused("action.ask", action.ask() != null);
        address("action.from.set", action.from());
        address("action.to.set", action.to());
    }

    private static void refused(String field, boolean isThere) {
        if (isThere) {
            throw invalid(field, "is not for messages from handsets");
        }
    }

    private static void address(String field, Rewrite rewrite) {
        if (rewrite != null && rewrite.set() != null && !rewrite.set().matches(ADDRESS)) {
            throw invalid(field, "must be 1 to 20 digits, with or without +");
        }
    }

    private static LinearPattern pattern(String field, String pattern) {
        if (pattern == null) {
            return null;
        }
        try {
            return LinearPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw invalid(field, e.getMessage());
        }
    }

    private static void rewrite(String field, Rewrite rewrite) {
        if (rewrite == null) {
            return;
        }
        boolean replaces = rewrite.pattern() != null || rewrite.replace() != null;
        if (rewrite.set() != null == replaces) {
            throw invalid(field, "must have set, or pattern and replace");
        }
        if (replaces) {
            if (rewrite.pattern() == null) {
                throw missing(field + ".pattern");
            }
            if (rewrite.replace() == null) {
                throw missing(field + ".replace");
            }
            LinearPattern pattern = pattern(field + ".pattern", rewrite.pattern());
            try {
                PatternReplacement.of(rewrite.replace(), pattern.groups());
            } catch (IllegalArgumentException e) {
                throw invalid(field + ".replace", e.getMessage());
            }
        }
    }

    private static RefusedException invalid(String field, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
    }

    private static RefusedException missing(String field) {
        return Refusal.ofField(Failure.MISSING_FIELD, field, null).exception();
    }
}
