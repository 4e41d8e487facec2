package io.elchi.server.rules;

import io.elchi.server.numbers.Numbers;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The rules in force of one moment, in their order. Immutable.
///
/// A message passes the rules once. A rule that matches acts; then the pass ends, unless the rule passes the message
/// on. Later rules see what earlier ones made of it.
public final class RuleTable {
    /// Rules that match one message, at most: the pass ends behind so many.
    static final int MOST_MATCHES = 16;

    private final CompiledRule[] rules;
    private final RuleIndex index;

    /// @param rules in any order; those that are not enabled, or for messages from handsets, are left out
    /// @throws IllegalArgumentException when one of them cannot be compiled
    public RuleTable(Collection<StoredRule> rules, Numbers numbers) {
        List<StoredRule> ordered = rules.stream()
                .filter(rule -> rule.form().enabled() && rule.form().direction() == RuleDirection.MT)
                .sorted(StoredRule.ORDER)
                .toList();
        this.rules = ordered.stream().map(CompiledRule::new).toArray(CompiledRule[]::new);
        index = new RuleIndex(ordered, numbers);
    }

    boolean isEmpty() {
        return rules.length == 0;
    }

    /// What they make of a message.
    ///
    /// @return null when none matches
    public Ruling apply(RuleSubject message) {
        return apply(message, Decisions.NONE);
    }

    /// What they and the services that they ask make of a message. The thread waits for these.
    Ruling apply(RuleSubject message, Decisions decisions) {
        RuleSubject now = message;
        long[] fitting = index.fitting(now);
        long[] matched = null;
        int count = 0;
        for (int at = RuleSet.next(fitting, 0); at >= 0; at = RuleSet.next(fitting, at + 1)) {
            CompiledRule rule = rules[at];
            if (!rule.fits(now)) {
                continue;
            }
            matched = matched == null ? new long[MOST_MATCHES] : matched;
            matched[count++] = rule.rule().id();
            RejectCode decision = rule.rule().form().action().ask() == null ? null : decisions.ask(rule.rule(), now);
            if (decision != null) {
                return new Ruling(now, Arrays.copyOf(matched, count), rule.refusedWith(decision));
            }
            CompiledRule.Effect effect = rule.applied(now);
            if (effect.refusal() != null) {
                return new Ruling(now, Arrays.copyOf(matched, count), effect.refusal());
            }
            now = effect.message();
            if (!rule.rule().form().passesOn() || count == MOST_MATCHES) {
                break;
            }
            if (rule.rule().form().action().rewrites()) {
                fitting = index.fitting(now);
            }
        }
        return matched == null ? null : new Ruling(now, Arrays.copyOf(matched, count), null);
    }
}
