package io.elchi.smstext.alphabet;

import java.util.Arrays;

/// A map from char to a small number as pages of 256: two array reads, no boxing, and empty pages are shared.
final class CharTable {
    static final short ABSENT = -1;

    private static final short[] EMPTY = empty();

    private final short[][] pages = new short[256][];
    // The page that most texts need, one read nearer.
    private final short[] first = EMPTY.clone();

    CharTable() {
        Arrays.fill(pages, EMPTY);
        pages[0] = first;
    }

    private static short[] empty() {
        short[] page = new short[256];
        Arrays.fill(page, ABSENT);
        return page;
    }

    /// The number of the char, or [#ABSENT].
    int get(char c) {
        return c < 256 ? first[c] : pages[c >>> 8][c & 0xff];
    }

    /// Sets the number unless the char has one: the lowest code of a character is the one that is written.
    void putFirst(char c, int value) {
        if (pages[c >>> 8] == EMPTY) {
            pages[c >>> 8] = EMPTY.clone();
        }
        if (get(c) == ABSENT) {
            pages[c >>> 8][c & 0xff] = (short) value;
        }
    }
}
