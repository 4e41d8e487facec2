package io.elchi.server.rules;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The rules for messages from handsets in force of one moment, in their order. Immutable. A message passes them as
/// a message to a handset passes those of [RuleTable].
public final class InboundRuleTable implements InboundRules {
    private final CompiledRule[] rules;
    private final InboundRuleIndex index;

    /// @param rules in any order; those that are not enabled, or for messages to handsets, are left out
    /// @throws IllegalArgumentException when one of them cannot be compiled
    public InboundRuleTable(Collection<StoredRule> rules) {
        List<StoredRule> ordered = rules.stream()
                .filter(rule -> rule.form().enabled() && rule.form().direction() == RuleDirection.MO)
                .sorted(StoredRule.ORDER)
                .toList();
        this.rules = ordered.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
        index = new InboundRuleIndex(ordered);
    }

    @Override
    public boolean isEmpty() {
        return rules.length == 0;
    }

    @Override
    public InboundRuling apply(InboundRuleSubject message) {
        InboundRuleSubject now = message;
        long[] fitting = index.fitting(now);
        long[] matched = null;
        int count = 0;
        for (int at = RuleSet.next(fitting, 0); at >= 0; at = RuleSet.next(fitting, at + 1)) {
            CompiledRule rule = rules[at];
            if (!rule.fits(now)) {
                continue;
            }
            matched = matched == null ? new long[RuleTable.MOST_MATCHES] : matched;
            matched[count++] = rule.rule().id();
            RuleForm form = rule.rule().form();
            if (form.action().reject() != null) {
                return new InboundRuling(
                        now,
                        Arrays.copyOf(matched, count),
                        rule.refusedWith(form.action().reject()));
            }
            now = rule.applied(now);
            if (!form.passesOn() || count == RuleTable.MOST_MATCHES) {
                break;
            }
            if (form.action().rewrites()) {
                fitting = index.fitting(now);
            }
        }
        return matched == null ? null : new InboundRuling(now, Arrays.copyOf(matched, count), null);
    }
}
