package io.elchi.server.core;

import java.util.Arrays;
import java.util.Map;

/// The longest prefix of a telephone number, found by one step a digit through an array. Immutable.
public final class PrefixTrie {
    /// No prefix fits.
    public static final int NONE = -1;

    private static final int DIGITS = 10;

    private final int[] next;
    private final int[] values;

    private PrefixTrie(int[] next, int[] values) {
        this.next = next;
        this.values = values;
    }

    /// @param prefixes decimal digits and what they stand for, from 0; the empty prefix fits everything
    public static PrefixTrie of(Map<String, Integer> prefixes) {
        int[] next = new int[64 * DIGITS];
        int[] values = new int[64];
        Arrays.fill(values, NONE);
        int nodes = 1;
        for (Map.Entry<String, Integer> prefix : prefixes.entrySet()) {
            int node = 0;
            for (int i = 0; i < prefix.getKey().length(); i++) {
                int digit = digit(prefix.getKey().charAt(i));
                int below = next[node * DIGITS + digit];
                if (below == 0) {
                    if (nodes == values.length) {
                        values = grown(values);
                        next = Arrays.copyOf(next, values.length * DIGITS);
                    }
                    below = nodes++;
                    next[node * DIGITS + digit] = below;
                }
                node = below;
            }
            values[node] = prefix.getValue();
        }
        return new PrefixTrie(Arrays.copyOf(next, nodes * DIGITS), Arrays.copyOf(values, nodes));
    }

    private static int[] grown(int[] values) {
        int[] more = Arrays.copyOf(values, 2 * values.length);
        Arrays.fill(more, values.length, more.length, NONE);
        return more;
    }

    private static int digit(char c) {
        if (c < '0' || c > '9') {
            throw new IllegalArgumentException("a prefix has digits, not '" + c + "'");
        }
        return c - '0';
    }

    /// The value of the longest prefix of the number; [#NONE] when none fits.
    public int longest(Msisdn number) {
        int count = Digits.count(number.number());
        long digits = Digits.of(number.number(), count);
        int node = 0;
        int best = values[0];
        for (int i = 0; i < count; i++) {
            node = next[node * DIGITS + Digits.at(digits, i)];
            if (node == 0) {
                break;
            }
            int value = values[node];
            best = value == NONE ? best : value;
        }
        return best;
    }
}
