package io.elchi.server.core;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// The longest prefix of a telephone number, found by one step a digit through an array. Immutable.
///
/// A node is ten places, one a digit, and one for its own value. A place holds 0 for nothing, the place of a node
/// below,
/// or, where no longer prefix follows, the value itself as its complement: most prefixes need no node. Nodes lie in the
/// order of their prefixes, so that what is looked up together is near each other.
public final class PrefixTrie {
    /// No prefix fits: what an empty place stands for.
    public static final int NONE = ~0;

    private static final int OWN = 10;
    private static final int SIZE = 11;

    private final int[] nodes;

    private PrefixTrie(int[] nodes) {
        this.nodes = nodes;
    }

    /// @param prefixes decimal digits and what they stand for, from 0; the empty prefix fits everything
    public static PrefixTrie of(Map<String, Integer> prefixes) {
        Builder builder = new Builder();
        new TreeMap<>(prefixes).forEach(builder::add);
        return new PrefixTrie(Arrays.copyOf(builder.nodes, builder.end));
    }

    private static final class Builder {
        private int[] nodes = new int[64 * SIZE];
        private int end = SIZE;

        void add(String prefix, int value) {
            int place = OWN;
            for (int i = 0; i < prefix.length(); i++) {
                place = nodeAt(place, i == 0) + digit(prefix.charAt(i));
            }
            // In order, a prefix comes before those that are longer: it has no node yet.
            nodes[place] = ~value;
        }

        /// The node that a place leads to; made when there is none, with the value that stood there as its own.
        private int nodeAt(int place, boolean root) {
            if (root) {
                return 0;
            }
            int below = nodes[place];
            if (below > 0) {
                return below;
            }
            if (end + SIZE > nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * nodes.length);
            }
            int node = end;
            end += SIZE;
            nodes[node + OWN] = below;
            nodes[place] = node;
            return node;
        }

        private static int digit(char c) {
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException("a prefix has digits, not '" + c + "'");
            }
            return c - '0';
        }
    }

    /// The value of the longest prefix of the number; [#NONE] when none fits.
    public int longest(Msisdn number) {
        int count = Digits.count(number.number());
        long digits = Digits.of(number.number(), count);
        int best = nodes[OWN];
        int node = 0;
        for (int i = 0; i < count; i++) {
            int next = nodes[node + Digits.at(digits, i)];
            if (next <= 0) {
                return next == 0 ? ~best : ~next;
            }
            node = next;
            int own = nodes[node + OWN];
            best = own == 0 ? best : own;
        }
        return ~best;
    }
}
