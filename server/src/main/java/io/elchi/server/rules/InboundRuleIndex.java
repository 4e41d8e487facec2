package io.elchi.server.rules;

import io.elchi.server.core.Payer;
import io.elchi.server.rules.RuleMatch.ContentForm;
import java.util.List;
import java.util.function.Function;

/// Finds the rules that fit a message from a handset by everything but patterns and hours, as [RuleIndex] does.
/// Immutable.
final class InboundRuleIndex {
    private static final int LONGEST_PREFIX = 15;

    /// By ordinal of the form of the content.
    private final long[][] forms;
    private final RuleKeys<Long> operators;
    private final RuleKeys<Long> accounts;
    private final RuleKeys<String> senders;
    private final RuleKeys<String> prefixes;
    private final RuleKeys<String> words;
    private final WordTable wordTable;

    InboundRuleIndex(List<StoredRule> rules) {
        int size = RuleSet.length(rules.size());
        forms = new long[ContentForm.values().length][size];
        for (int i = 0; i < rules.size(); i++) {
            ContentForm form = rules.get(i).form().match().form();
            for (ContentForm each : ContentForm.values()) {
                if (form == null || form == each) {
                    RuleSet.add(forms[each.ordinal()], i);
                }
            }
        }
        operators = new RuleKeys<>(rules, rule -> rule.form().match().operators());
        accounts = new RuleKeys<>(
                rules,
                rule -> rule.form().accountId() == 0
                        ? List.of()
                        : List.of(rule.form().accountId()));
        senders = new RuleKeys<>(rules, rule -> rule.form().match().from().equal());
        prefixes = new RuleKeys<>(rules, rule -> rule.form().match().to().prefixes());
        words = new RuleKeys<>(rules, rule -> rule.form().match().text().contains());
        wordTable = words.isUnused() ? null : new WordTable(words.places, size);
    }

    /// The rules that a message fits by all but their patterns and hours.
    long[] fitting(InboundRuleSubject message) {
        ContentForm form = message.text() == null ? ContentForm.DATA : ContentForm.TEXT;
        long[] set = forms[form.ordinal()].clone();
        operators.retainFitting(set, message.operatorId());
        if (!accounts.isUnused()) {
            retainOfAccounts(set, message);
        }
        senders.retainFitting(set, message.from());
        if (!prefixes.isUnused()) {
            String digits = message.to();
            String begin = digits.length() > LONGEST_PREFIX ? digits.substring(0, LONGEST_PREFIX) : digits;
            RuleSet.retain(set, prefixes.ofPrefixesIn(begin, Function.identity()));
        }
        if (!words.isUnused()) {
            RuleSet.retain(set, words.none, message.text() == null ? null : wordTable.in(message.text()));
        }
        return set;
    }

    private void retainOfAccounts(long[] set, InboundRuleSubject message) {
        long[] own = accounts.none.clone();
        addOf(own, message.accountId());
        for (Payer payer : message.payers()) {
            addOf(own, payer.account());
        }
        RuleSet.retain(set, own);
    }

    private void addOf(long[] set, long account) {
        long[] more = accounts.keyed.get(account);
        if (more != null) {
            RuleSet.addAll(set, more);
        }
    }
}
