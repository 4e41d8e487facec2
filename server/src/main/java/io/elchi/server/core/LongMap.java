package io.elchi.server.core;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// An immutable map from long to objects, without boxing. A changed one shares the entries of the one before and
/// holds the differences beside them. When the differences are many, the two are merged.
///
/// @param <V> what it holds; not null
public final class LongMap<V> {
    private static final Object REMOVED = new Object();
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int MIN_DIFFERENCES = 16;
    private static final int MAX_DIFFERENCES = 4_096;
    private static final LongMap<?> EMPTY = new LongMap<>(new Places(0), new Places(0), 0);

    /// Open addressing; at most two thirds of the places are used.
    private static final class Places {
        private final long[] keys;
        private final Object[] values;
        private int used;

        Places(int entries) {
            int length = entries == 0 ? 0 : Math.max(4, Math.toIntExact((long) entries * 3 / 2 + 1));
            keys = new long[length];
            values = new Object[length];
        }

        Object get(long key) {
            if (values.length == 0) {
                return null;
            }
            for (int i = slot(key); ; i = i + 1 == values.length ? 0 : i + 1) {
                Object value = values[i];
                if (value == null || keys[i] == key) {
                    return value;
                }
            }
        }

        private int slot(long key) {
            return (int) Math.unsignedMultiplyHigh(key * SPREAD, values.length);
        }

        void put(long key, Object value) {
            int i = slot(key);
            while (values[i] != null && keys[i] != key) {
                i = i + 1 == values.length ? 0 : i + 1;
            }
            used += values[i] == null ? 1 : 0;
            keys[i] = key;
            values[i] = value;
        }

        /// A copy with space for so many more.
        Places with(int more) {
            Places copy = new Places(used + more);
            copyTo(copy);
            return copy;
        }

        void copyTo(Places other) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    other.put(keys[i], values[i]);
                }
            }
        }
    }

    private final Places base;
    private final Places differences;
    private final int size;

    private LongMap(Places base, Places differences, int size) {
        this.base = base;
        this.differences = differences;
        this.size = size;
    }

    @SuppressWarnings("unchecked") // it has no values
    public static <V> LongMap<V> empty() {
        return (LongMap<V>) EMPTY;
    }

    public static <V> LongMap<V> of(Map<Long, V> entries) {
        Places base = new Places(entries.size());
        entries.forEach(base::put);
        return new LongMap<>(base, new Places(0), entries.size());
    }

    /// The value of a key; null when there is none.
    @SuppressWarnings("unchecked") // of and with take nothing else
    public V get(long key) {
        Object value = differences.get(key);
        if (value == null) {
            value = base.get(key);
        }
        return value == REMOVED ? null : (V) value;
    }

    public int size() {
        return size;
    }

    /// This map with other entries.
    ///
    /// @param put they are added, or replace others
    /// @param removed keys whose entries go; none of those that are put
    public LongMap<V> with(Map<Long, V> put, Set<Long> removed) {
        if (put.isEmpty() && removed.isEmpty()) {
            return this;
        }
        Places next = differences.with(put.size() + removed.size());
        int count = size;
        for (Map.Entry<Long, V> entry : put.entrySet()) {
            count += get(entry.getKey()) == null ? 1 : 0;
            next.put(entry.getKey(), entry.getValue());
        }
        for (long key : removed) {
            if (get(key) != null) {
                count--;
                next.put(key, REMOVED);
            }
        }
        LongMap<V> map = new LongMap<>(base, next, count);
        return next.used > Math.clamp(base.used / 8, MIN_DIFFERENCES, MAX_DIFFERENCES) ? map.merged() : map;
    }

    private LongMap<V> merged() {
        Places merged = new Places(size);
        for (int i = 0; i < base.values.length; i++) {
            if (base.values[i] != null && differences.get(base.keys[i]) == null) {
                merged.put(base.keys[i], base.values[i]);
            }
        }
        for (int i = 0; i < differences.values.length; i++) {
            if (differences.values[i] != null && differences.values[i] != REMOVED) {
                merged.put(differences.keys[i], differences.values[i]);
            }
        }
        return new LongMap<>(merged, new Places(0), size);
    }

    /// Hands over every value, in any order.
    @SuppressWarnings("unchecked") // as in get
    public void forEach(Consumer<V> action) {
        for (int i = 0; i < base.values.length; i++) {
            if (base.values[i] != null && differences.get(base.keys[i]) == null) {
                action.accept((V) base.values[i]);
            }
        }
        Arrays.stream(differences.values)
                .filter(value -> value != null && value != REMOVED)
                .forEach(value -> action.accept((V) value));
    }
}
