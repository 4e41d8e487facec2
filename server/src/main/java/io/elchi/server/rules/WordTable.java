package io.elchi.server.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/// Finds many words in a text by one pass over it (Aho and Corasick), in capital or small letters. Immutable.
///
/// A state is a beginning of words. A step is a state and a character; steps lie in one table with open addressing.
/// A
/// state without a step for a character goes on at the longest beginning that its own end is.
final class WordTable {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int CHARACTER_BITS = 16;
    private static final int NONE = -1;
    private static final int ASCII = 128;

    private final long[] steps;
    private final int[] targets;
    private final int[] shorter;
    /// By state the sets of the words that end there; null: none.
    private final long[][] found;
    private final int size;

    /// @param words in any letters, each with its rules
    /// @param size longs of a set
    WordTable(Map<String, Set<Integer>> words, int size) {
        this.size = size;
        Map<Long, Integer> all = new HashMap<>();
        List<long[]> sets = new ArrayList<>();
        sets.add(null);
        words.forEach((word, rules) -> {
            int state = 0;
            for (int i = 0; i < word.length(); i++) {
                long step = step(state, folded(word.charAt(i)));
                state = all.computeIfAbsent(step, _ -> {
                    sets.add(null);
                    return sets.size() - 1;
                });
            }
            long[] set = sets.get(state) == null ? new long[size] : sets.get(state);
            rules.forEach(rule -> RuleSet.add(set, rule));
            sets.set(state, set);
        });
        int length = Math.max(4, all.size() * 2);
        steps = new long[length];
        targets = new int[length];
        Arrays.fill(targets, NONE);
        all.forEach(this::put);
        found = sets.toArray(long[][]::new);
        shorter = new int[found.length];
        link(all);
    }

    /// In the order of the states' lengths: that of a shorter beginning is known before it is needed.
    private void link(Map<Long, Integer> all) {
        Map<Integer, List<Long>> from = new HashMap<>();
        all.keySet()
                .forEach(step -> from.computeIfAbsent((int) (step >> CHARACTER_BITS), _ -> new ArrayList<>())
                        .add(step));
        Queue<Integer> next = new ArrayDeque<>(List.of(0));
        while (!next.isEmpty()) {
            int state = next.remove();
            for (long step : from.getOrDefault(state, List.of())) {
                int target = all.get(step);
                char c = (char) step;
                shorter[target] = state == 0 ? 0 : after(shorter[state], c);
                found[target] = RuleSet.union(found[target], found[shorter[target]]);
                next.add(target);
            }
        }
    }

    /// As both a word and a text are looked at.
    private static char folded(char c) {
        if (c < ASCII) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static long step(int state, char c) {
        return (long) state << CHARACTER_BITS | c;
    }

    private void put(long step, int target) {
        int place = place(step);
        while (targets[place] != NONE) {
            place = place + 1 == targets.length ? 0 : place + 1;
        }
        steps[place] = step;
        targets[place] = target;
    }

    private int place(long step) {
        return (int) Math.unsignedMultiplyHigh(step * SPREAD, targets.length);
    }

    private int target(int state, char c) {
        long step = step(state, c);
        int place = place(step);
        while (targets[place] != NONE) {
            if (steps[place] == step) {
                return targets[place];
            }
            place = place + 1 == targets.length ? 0 : place + 1;
        }
        return NONE;
    }

    private int after(int state, char c) {
        int at = state;
        while (true) {
            int target = target(at, c);
            if (target != NONE) {
                return target;
            }
            if (at == 0) {
                return 0;
            }
            at = shorter[at];
        }
    }

    /// The rules of the words in a text.
    ///
    /// @return null when none is in it
    long[] in(String text) {
        long[] result = null;
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            state = after(state, folded(text.charAt(i)));
            if (found[state] != null) {
                result = result == null ? new long[size] : result;
                RuleSet.addAll(result, found[state]);
            }
        }
        return result;
    }
}
