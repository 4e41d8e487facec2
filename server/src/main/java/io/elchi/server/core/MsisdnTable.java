package io.elchi.server.core;

import java.util.Map;

/// An immutable map from telephone numbers to small numbers, for tens of millions of them: 12 octets an entry. A
/// changed one shares the entries of the one before and holds the differences beside them. When the differences
/// are many, the two are merged.
///
/// An entry is one long: the number's 50 bits, and 14 bits for the value. A number is never 0, so 0 is an empty
/// place.
public final class MsisdnTable {
    /// The number is not in the table.
    public static final int NONE = -1;
    /// The highest value.
    public static final int MAX_VALUE = (1 << 14) - 2;

    public static final MsisdnTable EMPTY = new MsisdnTable(new Places(0), new Places(0), 0);

    private static final int VALUE_BITS = 14;
    private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;
    /// In the differences: the number is not in the table. Other values stand one higher.
    private static final int REMOVED = 0;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int MIN_DIFFERENCES = 64;
    private static final int MAX_DIFFERENCES = 65_536;

    /// Open addressing; at most two thirds of the places are used.
    private static final class Places {
        private long[] entries;
        private int used;

        Places(int expected) {
            entries = new long[expected == 0 ? 0 : Math.max(4, Math.toIntExact((long) expected * 3 / 2 + 1))];
        }

        /// 0: there is none.
        long get(long number) {
            if (entries.length == 0) {
                return 0;
            }
            for (int i = slot(number); ; i = i + 1 == entries.length ? 0 : i + 1) {
                long entry = entries[i];
                if (entry == 0 || entry >>> VALUE_BITS == number) {
                    return entry;
                }
            }
        }

        private int slot(long number) {
            return (int) Math.unsignedMultiplyHigh(number * SPREAD, entries.length);
        }

        void put(long entry) {
            if (3L * (used + 1) > 2L * entries.length) {
                grow();
            }
            long number = entry >>> VALUE_BITS;
            int i = slot(number);
            while (entries[i] != 0 && entries[i] >>> VALUE_BITS != number) {
                i = i + 1 == entries.length ? 0 : i + 1;
            }
            used += entries[i] == 0 ? 1 : 0;
            entries[i] = entry;
        }

        private void grow() {
            Places larger = new Places(Math.max(4, 2 * used));
            copyTo(larger);
            entries = larger.entries;
        }

        void copyTo(Places other) {
            for (long entry : entries) {
                if (entry != 0) {
                    other.put(entry);
                }
            }
        }
    }

    private final Places base;
    private final Places differences;
    private final int size;

    private MsisdnTable(Places base, Places differences, int size) {
        this.base = base;
        this.differences = differences;
        this.size = size;
    }

    /// Makes a table.
    public static final class Builder {
        private final Places places;

        /// @param expected numbers; more are taken, too
        public Builder(int expected) {
            places = new Places(expected);
        }

        /// Adds or replaces.
        public Builder put(long number, int value) {
            places.put(entry(number, value));
            return this;
        }

        /// The table; the builder is spent.
        public MsisdnTable build() {
            return new MsisdnTable(places, new Places(0), places.used);
        }
    }

    private static long entry(long number, int value) {
        if (number <= 0 || number >>> Long.SIZE - VALUE_BITS != 0 || value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException(number + " with " + value + " does not fit");
        }
        return number << VALUE_BITS | value + 1;
    }

    /// The value of a number; [#NONE] when it is not in the table.
    public int get(long number) {
        long entry = differences.get(number);
        if (entry == 0) {
            entry = base.get(number);
        }
        return entry == 0 ? NONE : (int) (entry & VALUE_MASK) - 1;
    }

    public int size() {
        return size;
    }

    /// This table with other entries.
    ///
    /// @param changed values by number; [#NONE] takes the number out
    public MsisdnTable with(Map<Long, Integer> changed) {
        if (changed.isEmpty()) {
            return this;
        }
        Places next = new Places(differences.used + changed.size());
        differences.copyTo(next);
        int count = size;
        for (Map.Entry<Long, Integer> change : changed.entrySet()) {
            long number = change.getKey();
            int value = change.getValue();
            boolean was = get(number) != NONE;
            if (value != NONE) {
                count += was ? 0 : 1;
                next.put(entry(number, value));
            } else if (was) {
                count--;
                next.put(number << VALUE_BITS | REMOVED);
            }
        }
        MsisdnTable table = new MsisdnTable(base, next, count);
        return next.used > Math.clamp(base.used / 8, MIN_DIFFERENCES, MAX_DIFFERENCES) ? table.merged() : table;
    }

    private MsisdnTable merged() {
        Places merged = new Places(size);
        for (long entry : base.entries) {
            if (entry != 0 && differences.get(entry >>> VALUE_BITS) == 0) {
                merged.put(entry);
            }
        }
        for (long entry : differences.entries) {
            if (entry != 0 && (entry & VALUE_MASK) != REMOVED) {
                merged.put(entry);
            }
        }
        return new MsisdnTable(merged, new Places(0), size);
    }
}
