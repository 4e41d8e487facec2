package io.elchi.server.rules;

import io.elchi.server.core.LongMap;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Payer;
import io.elchi.server.core.PrefixTrie;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.rules.RuleMatch.ContentForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Finds the rules that fit a message by everything but patterns, TLVs and hours: for each property of the message
/// the set of rules that fit it is known, and the sets are intersected. Immutable.
final class RuleIndex {
    private final Numbers numbers;
    private final int size;
    /// By ordinal of the class, and of the form of the content.
    private final long[][] classes;
    private final long[][] forms;
    /// Each with the rules that name no such property, and null where none names any.
    private final RuleKeys<Long> accounts;
    private final LongMap<long[]> byAccount;
    private final RuleKeys<String> senders;
    private final RuleKeys<String> countries;
    private final RuleKeys<String> networks;
    private final RuleKeys<String> words;
    private final WordTable wordTable;
    private final RuleKeys<String> prefixes;
    private final PrefixTrie trie;
    private final long[][] byPrefix;

    RuleIndex(List<StoredRule> rules, Numbers numbers) {
        this.numbers = numbers;
        size = RuleSet.length(rules.size());
        List<RuleMatch> matches =
                rules.stream().map(rule -> rule.form().match()).toList();
        classes = new long[MessageClass.values().length][size];
        forms = new long[ContentForm.values().length][size];
        for (int i = 0; i < matches.size(); i++) {
            addClassesAndForms(matches.get(i), i);
        }
        accounts = new RuleKeys<>(
                rules,
                rule -> rule.form().accountId() == 0
                        ? List.of()
                        : List.of(rule.form().accountId()));
        byAccount = LongMap.of(accounts.keyed);
        senders = new RuleKeys<>(rules, rule -> rule.form().match().from().equal());
        countries = new RuleKeys<>(rules, rule -> rule.form().match().to().countries());
        networks = new RuleKeys<>(rules, rule -> rule.form().match().to().networks());
        words = new RuleKeys<>(rules, rule -> rule.form().match().text().contains());
        wordTable = words.isUnused() ? null : new WordTable(words.places, size);
        prefixes = new RuleKeys<>(rules, rule -> rule.form().match().to().prefixes());
        List<String> known = new ArrayList<>(new TreeMap<>(prefixes.keyed).keySet());
        Map<String, Integer> places = new HashMap<>();
        byPrefix = new long[known.size()][];
        for (int i = 0; i < byPrefix.length; i++) {
            places.put(known.get(i), i);
            byPrefix[i] = prefixes.ofPrefixesIn(known.get(i), Function.identity());
        }
        trie = PrefixTrie.of(places);
    }

    private void addClassesAndForms(RuleMatch match, int place) {
        for (MessageClass each : match.classes().isEmpty() ? List.of(MessageClass.values()) : match.classes()) {
            if (each != MessageClass.OTP || match.text().isAll()) {
                RuleSet.add(classes[each.ordinal()], place);
            }
        }
        for (ContentForm each : ContentForm.values()) {
            if (match.form() == null || match.form() == each) {
                RuleSet.add(forms[each.ordinal()], place);
            }
        }
    }

    /// The rules that a message fits by all but their patterns, TLVs and hours.
    long[] fitting(RuleSubject message) {
        long[] set = classes[message.messageClass().ordinal()].clone();
        ContentForm form = message.text() == null ? ContentForm.DATA : ContentForm.TEXT;
        RuleSet.retain(set, forms[form.ordinal()]);
        if (!accounts.isUnused()) {
            retainOfAccounts(set, message);
        }
        if (!senders.isUnused()) {
            senders.retainFitting(set, message.from());
        }
        if (!prefixes.isUnused()) {
            int place = trie.longest(message.to());
            RuleSet.retain(set, place == PrefixTrie.NONE ? prefixes.none : byPrefix[place]);
        }
        if (!countries.isUnused() || !networks.isUnused()) {
            retainOfNetwork(set, numbers.network(message.to()));
        }
        if (!words.isUnused()) {
            RuleSet.retain(set, words.none, message.text() == null ? null : wordTable.in(message.text()));
        }
        return set;
    }

    private void retainOfAccounts(long[] set, RuleSubject message) {
        long[] own = accounts.none.clone();
        addOf(own, message.accountId());
        for (Payer payer : message.payers()) {
            addOf(own, payer.account());
        }
        RuleSet.retain(set, own);
    }

    private void addOf(long[] set, long account) {
        long[] more = byAccount.get(account);
        if (more != null) {
            RuleSet.addAll(set, more);
        }
    }

    private void retainOfNetwork(long[] set, Network network) {
        countries.retainFitting(set, network.country());
        if (!networks.isUnused()) {
            long[] whole = network.mcc() == null ? null : networks.keyed.get(network.mcc());
            long[] one = network.mcc() == null ? null : networks.keyed.get(network.mcc() + network.mnc());
            RuleSet.retain(set, networks.none, RuleSet.union(whole, one));
        }
    }
}
