package io.elchi.smstext.parts;

/// Where a text may be cut without a reader seeing it: extended grapheme clusters (UAX #29) with no allocation and
/// no locale, which neither java.text.BreakIterator nor a regular expression's `\X` can offer.
///
/// A loop over code points with a number for its state. Never cut where UAX #29 does not cut, and in a few places
/// more kept together: anything behind a zero width joiner, not pictographs alone, and Myanmar's vowel signs.
final class Graphemes {
    /// The state before the first code point.
    static final int START = 0;

    private static final int CODE_POINT = 0x1fffff;
    private static final int ODD_REGIONAL = 1 << 21;
    /// A letter of an Indic script, and marks behind it.
    private static final int LETTER = 1 << 22;
    /// A virama among those marks: a conjunct goes on with the next letter.
    private static final int LINKED = 1 << 23;
    private static final int JOINED = 1 << 24;

    private static final int ZWNJ = 0x200c;
    private static final int ZWJ = 0x200d;
    private static final int MARKS =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;

    private Graphemes() {}

    /// The state after one more code point.
    static int next(int state, int codePoint) {
        int before = state & CODE_POINT;
        if (codePoint < 0x300) {
            boolean joined = codePoint == '\n' && before == '\r'
                    || before == ZWJ
                    || before >= 0x600 && prepended(before) && !Character.isISOControl(codePoint);
            return joined ? codePoint | JOINED : codePoint;
        }
        boolean extending = extending(codePoint);
        boolean regional = regional(codePoint);
        int next = codePoint;
        if (regional && (state & ODD_REGIONAL) == 0) {
            next |= ODD_REGIONAL;
        }
        if (indicLetter(codePoint)) {
            next |= LETTER;
        } else if (extending) {
            next |= state & (LETTER | LINKED);
            if (virama(codePoint) && (state & LETTER) != 0) {
                next |= LINKED;
            }
        }
        boolean joined = before == ZWJ
                || extending
                || regional && (state & ODD_REGIONAL) != 0
                || (state & LINKED) != 0 && indicLetter(codePoint)
                || jamo(before, codePoint)
                || prepended(before);
        return joined ? next | JOINED : next;
    }

    /// Whether the last code point belongs to the cluster of the one before.
    static boolean joined(int state) {
        return (state & JOINED) != 0;
    }

    /// Whether a border runs between two code points, whatever stands before and behind them. Where it depends on
    /// that, and where there is none: false.
    static boolean apart(int before, int codePoint) {
        return !regional(codePoint) && !indicLetter(codePoint) && !joined(next(before, codePoint));
    }

    private static boolean regional(int c) {
        return c >= 0x1f1e6 && c <= 0x1f1ff;
    }

    /// Combining marks, variation selectors, skin tones, tags, joiners; Thai and Lao AM.
    private static boolean extending(int c) {
        return (MARKS >>> Character.getType(c) & 1) != 0
                || c == ZWJ
                || c == ZWNJ
                || c >= 0x1f3fb && c <= 0x1f3ff
                || c >= 0xe0020 && c <= 0xe007f
                || c == 0xff9e
                || c == 0xff9f
                || c == 0x0e33
                || c == 0x0eb3;
    }

    /// Consonants, and a few letters more that no virama precedes (rule GB9c).
    private static boolean indicLetter(int c) {
        return c >= 0x0915 && c <= 0x0d3a && Character.getType(c) == Character.OTHER_LETTER;
    }

    /// Of Devanagari, Bengali, Gujarati, Oriya, Telugu and Malayalam (rule GB9c).
    private static boolean virama(int c) {
        return c == 0x094d || c == 0x09cd || c == 0x0acd || c == 0x0b4d || c == 0x0c4d || c == 0x0d4d;
    }

    /// Signs that belong to what follows (rule GB9b).
    private static boolean prepended(int c) {
        return switch (c) {
            case 0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06dd, 0x070f, 0x0890, 0x0891, 0x08e2, 0x0d4e -> true;
            case 0x110bd, 0x110cd, 0x111c2, 0x111c3, 0x113d1, 0x1193f, 0x11941, 0x11a3a, 0x11d46, 0x11f02 -> true;
            default -> c >= 0x11a84 && c <= 0x11a89;
        };
    }

    private static boolean jamo(int before, int codePoint) {
        if (leading(before)) {
            return leading(codePoint) || vowel(codePoint) || syllable(codePoint);
        }
        boolean open = vowel(before) || syllable(before) && (before - 0xac00) % 28 == 0;
        return open ? vowel(codePoint) || trailing(codePoint) : closed(before) && trailing(codePoint);
    }

    private static boolean closed(int c) {
        return trailing(c) || syllable(c);
    }

    private static boolean leading(int c) {
        return c >= 0x1100 && c <= 0x115f || c >= 0xa960 && c <= 0xa97c;
    }

    private static boolean vowel(int c) {
        return c >= 0x1160 && c <= 0x11a7 || c >= 0xd7b0 && c <= 0xd7c6;
    }

    private static boolean trailing(int c) {
        return c >= 0x11a8 && c <= 0x11ff || c >= 0xd7cb && c <= 0xd7fb;
    }

    private static boolean syllable(int c) {
        return c >= 0xac00 && c <= 0xd7a3;
    }
}
