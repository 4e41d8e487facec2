package io.elchi.server.core;

/// The decimal digits of a number, four bits each, the first one leftmost: for a loop over prefixes without
/// dividing again for each digit.
///
/// `Digits.of(998901234567L)` is 0x9989_0123_4567_0000 shifted so that [#at] finds digit 0 = 9, 1 = 9, 2 = 8.
public final class Digits {
    private static final int TOP = 60;
    private static final byte[] PAIRS = new byte[100];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (byte) (i / 10 << 4 | i % 10);
        }
    }

    private Digits() {}

    /// The number of digits of a positive number with at most 15 digits.
    public static int count(long number) {
        int count = 1;
        for (long bound = 10; number >= bound && count < 19; bound *= 10) {
            count++;
        }
        return count;
    }

    /// The digits of a positive number with so many of them, at most 15, the first one leftmost.
    public static long of(long number, int count) {
        long digits = 0;
        long rest = number;
        int shift = TOP - 4 * (count - 1);
        while (shift <= TOP) {
            long next = rest / 100;
            digits |= (PAIRS[(int) (rest - next * 100)] & 0xFFL) << shift;
            rest = next;
            shift += 8;
        }
        return digits;
    }

    /// The digit at an index from the left, 0 to 14.
    public static int at(long digits, int index) {
        return (int) (digits >>> TOP - 4 * index) & 0xF;
    }
}
