package io.elchi.smstext.parts;

/// Where a text may be cut without a reader seeing it: a short form of extended grapheme clusters (UAX #29), with no
/// allocation and no locale, which java.text.BreakIterator cannot offer.
///
/// Kept together: CR LF; a base with its combining marks, variation selectors, skin tones and tags; both sides of a
/// zero width joiner; two regional indicators (a flag); the jamo of a Hangul syllable. Not kept together: consonants of
/// an Indic conjunct around a virama (rule GB9c), which show well on both sides.
final class Graphemes {
    private static final int ZWNJ = 0x200c;
    private static final int ZWJ = 0x200d;

    private static final int MARKS =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;

    private Graphemes() {}

    static boolean regional(int codePoint) {
        return codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
    }

    /// Whether a character belongs to the cluster of the one before.
    ///
    /// @param regionals how many regional indicators stand in a row up to the one before
    static boolean joins(int before, int codePoint, int regionals) {
        if (codePoint < 0x300) {
            return codePoint == '\n' && before == '\r' || before == ZWJ;
        }
        return before == ZWJ
                || codePoint == ZWJ
                || codePoint == ZWNJ
                || (MARKS >>> Character.getType(codePoint) & 1) != 0
                || codePoint >= 0x1f3fb && codePoint <= 0x1f3ff
                || codePoint >= 0xe0020 && codePoint <= 0xe007f
                || codePoint == 0xff9e
                || codePoint == 0xff9f
                || regional(codePoint) && (regionals & 1) == 1
                || jamo(before, codePoint);
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
