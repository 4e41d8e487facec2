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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Keyed<Long> accounts;
    private final LongMap<long[]> byAccount;
    private final Keyed<String> senders;
    private final Keyed<String> countries;
    private final Keyed<String> networks;
    private final Keyed<String> words;
    private final WordTable wordTable;
    private final Keyed<String> prefixes;
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
        accounts = new Keyed<>(
                rules,
                rule -> rule.form().accountId() == 0
                        ? List.of()
                        : List.of(rule.form().accountId()));
        byAccount = LongMap.of(accounts.keyed);
        senders = new Keyed<>(rules, rule -> rule.form().match().from().equal());
        countries = new Keyed<>(rules, rule -> rule.form().match().to().countries());
        networks = new Keyed<>(rules, rule -> rule.form().match().to().networks());
        words = new Keyed<>(rules, rule -> rule.form().match().text().contains());
        wordTable = words.isUnused() ? null : new WordTable(words.places, size);
        prefixes = new Keyed<>(rules, rule -> rule.form().match().to().prefixes());
        List<String> known = new ArrayList<>(new TreeMap<>(prefixes.keyed).keySet());
        Map<String, Integer> places = new HashMap<>();
        byPrefix = new long[known.size()][];
        for (int i = 0; i < byPrefix.length; i++) {
            places.put(known.get(i), i);
            byPrefix[i] = ofPrefixesIn(known.get(i));
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

    private long[] ofPrefixesIn(String digits) {
        long[] set = prefixes.none.clone();
        for (int end = 1; end <= digits.length(); end++) {
            long[] own = prefixes.keyed.get(digits.substring(0, end));
            if (own != null) {
                RuleSet.addAll(set, own);
            }
        }
        return set;
    }

    /// The rules by a property of which they name several values.
    private final class Keyed<K> {
        /// Those that name no value.
        private final long[] none = new long[size];
        private final Map<K, long[]> keyed = new HashMap<>();
        private final Map<K, Set<Integer>> places = new HashMap<>();

        Keyed(List<StoredRule> rules, Function<StoredRule, List<K>> values) {
            for (int i = 0; i < rules.size(); i++) {
                int place = i;
                List<K> named = values.apply(rules.get(i));
                if (named.isEmpty()) {
                    RuleSet.add(none, i);
                }
                named.forEach(value -> {
                    RuleSet.add(keyed.computeIfAbsent(value, _ -> new long[size]), place);
                    places.computeIfAbsent(value, _ -> new HashSet<>()).add(place);
                });
            }
        }

        boolean isUnused() {
            return keyed.isEmpty();
        }

        void retainFitting(long[] set, K value) {
            RuleSet.retain(set, none, keyed.get(value));
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
