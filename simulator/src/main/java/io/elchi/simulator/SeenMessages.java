package io.elchi.simulator;

/// Detects repeated messages by a 64-bit hash of destination, text and part number: eight octets each, so that
/// millions can be remembered.
final class SeenMessages {
    /// Hashes held at most; what comes after is not looked at.
    static final int LIMIT = 8_000_000;

    private static final int FIRST_SLOTS = 1 << 12;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private long[] slots = new long[FIRST_SLOTS];
    private int distinct;
    private long duplicates;
    private boolean complete = true;

    /// @param part 0 when it is no part of a long message
    synchronized void add(String destination, String text, int part) {
        if (distinct >= LIMIT) {
            complete = false;
            return;
        }
        long hash = hash(destination, text, part);
        if (2 * (distinct + 1) > slots.length) {
            grow();
        }
        if (put(slots, hash)) {
            distinct++;
        } else {
            duplicates++;
        }
    }

    private static long hash(String destination, String text, int part) {
        long hash = mixed(mixed(FNV_OFFSET, destination), text);
        hash = (hash ^ part) * FNV_PRIME;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash; // 0 is an empty slot.
    }

    private static long mixed(long hash, String text) {
        long mixed = hash;
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
        }
        return (mixed ^ 0xFFFF) * FNV_PRIME;
    }

    private static boolean put(long[] slots, long hash) {
        int mask = slots.length - 1;
        for (int at = (int) (hash * 0x9E3779B97F4A7C15L >>> 33) & mask; ; at = at + 1 & mask) {
            if (slots[at] == 0) {
                slots[at] = hash;
                return true;
            }
            if (slots[at] == hash) {
                return false;
            }
        }
    }

    private void grow() {
        long[] larger = new long[2 * slots.length];
        for (long hash : slots) {
            if (hash != 0) {
                put(larger, hash);
            }
        }
        slots = larger;
    }

    synchronized void clear() {
        slots = new long[FIRST_SLOTS];
        distinct = 0;
        duplicates = 0;
        complete = true;
    }

    synchronized int distinct() {
        return distinct;
    }

    synchronized long duplicates() {
        return duplicates;
    }

    /// Whether all have been looked at.
    synchronized boolean complete() {
        return complete;
    }
}
