package io.elchi.server.rules;

/// Sets of rules, by their places in the order: one bit each.
final class RuleSet {
    private RuleSet() {}

    /// The number of longs for so many rules.
    static int length(int rules) {
        return (rules + Long.SIZE - 1) / Long.SIZE;
    }

    static void add(long[] set, int place) {
        set[place / Long.SIZE] |= 1L << place;
    }

    static void addAll(long[] set, long[] more) {
        for (int i = 0; i < set.length; i++) {
            set[i] |= more[i];
        }
    }

    static void retain(long[] set, long[] others) {
        for (int i = 0; i < set.length; i++) {
            set[i] &= others[i];
        }
    }

    /// Keeps what is in one of two sets.
    ///
    /// @param second null: empty
    static void retain(long[] set, long[] first, long[] second) {
        if (second == null) {
            retain(set, first);
            return;
        }
        for (int i = 0; i < set.length; i++) {
            set[i] &= first[i] | second[i];
        }
    }

    /// null stands for an empty set.
    static long[] union(long[] first, long[] second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        long[] union = first.clone();
        addAll(union, second);
        return union;
    }

    /// The first place that is not before `from`; -1: none.
    static int next(long[] set, int from) {
        int word = from / Long.SIZE;
        if (word >= set.length) {
            return -1;
        }
        long bits = set[word] & -1L << from;
        while (bits == 0) {
            if (++word == set.length) {
                return -1;
            }
            bits = set[word];
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
    }
}
