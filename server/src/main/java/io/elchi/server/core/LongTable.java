package io.elchi.server.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A map from long to objects, read without locks and without boxing: for values that are looked up a million
/// times and added once. Nothing is ever taken out.
///
/// @param <V> what it holds; not null
public final class LongTable<V> {
    private static final int FIRST_PLACES = 16;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(Object[].class);

    /// A key is written before its value, and read after it.
    private record Places(long[] keys, Object[] values) {}

    private volatile Places places = new Places(new long[FIRST_PLACES], new Object[FIRST_PLACES]);
    private int size;

    /// The value of a key; null when there is none.
    @SuppressWarnings("unchecked") // only put writes
    public V get(long key) {
        Places now = places;
        int mask = now.keys.length - 1;
        for (int i = slot(key, mask); ; i = i + 1 & mask) {
            Object value = VALUES.getAcquire(now.values, i);
            if (value == null || now.keys[i] == key) {
                return (V) value;
            }
        }
    }

    /// Adds or replaces.
    public synchronized void put(long key, V value) {
        if (2 * (size + 1) > places.keys.length) {
            grow();
        }
        size += insert(places, key, value) ? 1 : 0;
    }

    private void grow() {
        Places small = places;
        Places large = new Places(new long[2 * small.keys.length], new Object[2 * small.keys.length]);
        for (int i = 0; i < small.keys.length; i++) {
            if (small.values[i] != null) {
                insert(large, small.keys[i], small.values[i]);
            }
        }
        places = large;
    }

    /// @return whether the key is new
    private static boolean insert(Places into, long key, Object value) {
        int mask = into.keys.length - 1;
        int i = slot(key, mask);
        while (into.values[i] != null && into.keys[i] != key) {
            i = i + 1 & mask;
        }
        boolean fresh = into.values[i] == null;
        into.keys[i] = key;
        VALUES.setRelease(into.values, i, value);
        return fresh;
    }

    private static int slot(long key, int mask) {
        long spread = key * SPREAD;
        return (int) (spread ^ spread >>> 32) & mask;
    }

    public synchronized int size() {
        return size;
    }
}
