package io.elchi.server.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The rules by a property of which they name several values.
final class RuleKeys<K> {
    /// Those that name no value.
    final long[] none;
    final Map<K, long[]> keyed = new HashMap<>();
    final Map<K, Set<Integer>> places = new HashMap<>();

    /// @param values that a rule names
    RuleKeys(List<StoredRule> rules, Function<StoredRule, List<K>> values) {
        int size = RuleSet.length(rules.size());
        none = new long[size];
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

    /// Those of any beginning of a text, and those that name no value.
    long[] ofPrefixesIn(String digits, Function<String, K> key) {
        long[] set = none.clone();
        for (int end = 1; end <= digits.length(); end++) {
            long[] own = keyed.get(key.apply(digits.substring(0, end)));
            if (own != null) {
                RuleSet.addAll(set, own);
            }
        }
        return set;
    }
}
