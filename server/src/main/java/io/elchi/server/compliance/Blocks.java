package io.elchi.server.compliance;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.MsisdnTable;
import io.elchi.server.core.PrefixTrie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The block lists of one account, or of all. Immutable. Numbers may be millions; a change of any other pattern
/// builds the rest anew.
final class Blocks {
    static final Blocks EMPTY = new Blocks(MsisdnTable.EMPTY, Set.of());

    private static final int BLOCKED = 0;

    /// A pattern.
    ///
    /// @param kind number, sender or text
    record Pattern(String kind, String pattern) {
        /// Whether it is one number, not all with a prefix.
        boolean isNumber() {
            return kind.equals("number") && !pattern.endsWith("*");
        }

        private String digits() {
            String digits = pattern.startsWith("+") ? pattern.substring(1) : pattern;
            return digits.endsWith("*") ? digits.substring(0, digits.length() - 1) : digits;
        }

        private long number() {
            return Long.parseLong(digits());
        }
    }

    private final MsisdnTable numbers;
    /// Those that are no numbers, as the table has them: two may be the same in lower case.
    private final Set<Pattern> others;
    private final PrefixTrie prefixes;
    private final Set<String> senders = new HashSet<>();
    private final List<String> words = new ArrayList<>();

    private Blocks(MsisdnTable numbers, Set<Pattern> others) {
        this.numbers = numbers;
        this.others = others;
        Map<String, Integer> beginnings = new HashMap<>();
        for (Pattern other : others) {
            switch (other.kind) {
                case "number" -> beginnings.put(other.digits(), BLOCKED);
                case "sender" -> senders.add(lower(other.pattern));
                case "text" -> words.add(lower(other.pattern));
                default -> throw new IllegalArgumentException("no kind of block is called " + other.kind);
            }
        }
        prefixes = PrefixTrie.of(beginnings);
    }

    private Blocks(MsisdnTable numbers, Blocks last) {
        this.numbers = numbers;
        others = last.others;
        prefixes = last.prefixes;
        senders.addAll(last.senders);
        words.addAll(last.words);
    }

    /// Collects the patterns of one account.
    static final class Builder {
        private final MsisdnTable.Builder numbers = new MsisdnTable.Builder(0);
        private final Set<Pattern> others = new HashSet<>();

        Builder add(Pattern pattern) {
            if (pattern.isNumber()) {
                numbers.put(pattern.number(), BLOCKED);
            } else {
                others.add(pattern);
            }
            return this;
        }

        Blocks build() {
            return new Blocks(numbers.build(), others);
        }
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    Blocks with(Collection<Pattern> added, Collection<Pattern> removed) {
        Map<Long, Integer> changed = new HashMap<>();
        Set<Pattern> next = new HashSet<>(others);
        for (Pattern pattern : removed) {
            if (pattern.isNumber()) {
                changed.put(pattern.number(), MsisdnTable.NONE);
            } else {
                next.remove(pattern);
            }
        }
        for (Pattern pattern : added) {
            if (pattern.isNumber()) {
                changed.put(pattern.number(), BLOCKED);
            } else {
                next.add(pattern);
            }
        }
        MsisdnTable all = numbers.with(changed);
        return next.equals(others) ? new Blocks(all, this) : new Blocks(all, next);
    }

    boolean isEmpty() {
        return numbers.size() == 0 && others.isEmpty();
    }

    Failure violation(Compliance.Question question) {
        Msisdn to = question.to();
        if (numbers.get(to.number()) != MsisdnTable.NONE || prefixes.longest(to) != PrefixTrie.NONE) {
            return Failure.BLOCKED_DESTINATION;
        }
        if (!senders.isEmpty() && senders.contains(lower(question.sender()))) {
            return Failure.BLOCKED_SENDER;
        }
        if (!words.isEmpty()) {
            String text = lower(question.text());
            for (String word : words) {
                if (text.contains(word)) {
                    return Failure.BLOCKED_TEXT;
                }
            }
        }
        return null;
    }
}
