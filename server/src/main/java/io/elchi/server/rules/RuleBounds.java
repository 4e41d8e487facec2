package io.elchi.server.rules;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.util.List;

/// What all rules in force may cost together, whatever their directions: every message pays for what the index does
/// not narrow, and every process keeps the words.
final class RuleBounds {
    private RuleBounds() {}

    /// @param others rules without the one that is added or replaced
    /// @throws RefusedException when it would be too much with this one
    static void check(List<StoredRule> others, RuleForm form) {
        long open = form.isOpen() ? 1 : 0;
        long asking = form.action().ask() == null ? 0 : 1;
        long words = words(form);
        int patterns = form.match().patterns();
        for (StoredRule rule : others) {
            if (rule.form().enabled()) {
                open += rule.form().isOpen() ? 1 : 0;
                asking += rule.form().action().ask() == null ? 0 : 1;
                words += words(rule.form());
                patterns += rule.form().match().patterns();
            }
        }
        if (form.action().ask() != null && asking > RuleStore.MOST_ASKING) {
            throw conflict("action.ask", "there may be " + RuleStore.MOST_ASKING + " rules that ask");
        }
        if (form.isOpen() && open > RuleStore.MOST_OPEN) {
            throw conflict(
                    "match.text.pattern",
                    "there may be " + RuleStore.MOST_OPEN + " patterns for the texts of all messages: name words in"
                            + " text.contains, an account, a sender or a destination, too");
        }
        if (form.match().patterns() > 0 && patterns > RuleStore.MOST_PATTERNS) {
            throw conflict(
                    "match." + form.match().patternField() + ".pattern",
                    "all rules in force may have " + RuleStore.MOST_PATTERNS + " patterns: name words, senders and"
                            + " prefixes in place of patterns");
        }
        if (words(form) > 0 && words > RuleStore.MOST_WORDS) {
            throw conflict(
                    "match.text.contains", "the words of all rules may have " + RuleStore.MOST_WORDS + " characters");
        }
    }

    private static RefusedException conflict(String field, String detail) {
        return Refusal.ofField(Failure.CONFLICT, field, detail).exception();
    }

    private static long words(RuleForm form) {
        return form.match().text().contains().stream().mapToLong(String::length).sum();
    }
}
