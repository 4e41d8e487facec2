package io.elchi.smstext.alphabet;

/// An alphabet that writes typographic characters as the plain ones that read the same: quotes, dashes, the
/// ellipsis, odd spaces, bullets, and the letters o' and g' of Uzbek Latin with whatever apostrophe they came.
///
/// A replaced character costs what its replacement costs and is never split; one that has no width, such as U+200B,
/// costs 0 and is left out. Reading is that of the alphabet beneath.
public final class SmartAlphabet implements Alphabet {
    private static final CharTable INDEX = new CharTable();
    private static final String[] REPLACEMENTS = {
        "'", "\"", "-", "...", " ", "*", "<", ">", "", "\n", "x", "1/4", "1/2", "3/4", "(c)", "(R)", "(TM)", "No.",
        "..", "fi", "fl"
    };

    static {
        // What stands for an apostrophe, above all U+02BB and U+02BC of the Uzbek alphabet.
        put(
                "'",
                "\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u2018\u2019\u201a\u201b\u2032\u2035");
        put("'", "\ua78b\ua78c\uff07");
        put("\"", "\u00ab\u00bb\u02ba\u02ee\u201c\u201d\u201e\u201f\u2033\u2036\u301d\u301e\u301f\uff02");
        put("-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d");
        put("...", "\u2026");
        put("..", "\u2025");
        put(" ", "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000");
        put("*", "\u00b7\u2022\u2023\u2219\u25aa\u25cf\u25e6\u2217\u22c5");
        put("<", "\u2039");
        put(">", "\u203a");
        put("", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff");
        put("\n", "\u0085\u2028\u2029");
        put("x", "\u00d7");
        put("1/4", "\u00bc");
        put("1/2", "\u00bd");
        put("3/4", "\u00be");
        put("(c)", "\u00a9");
        put("(R)", "\u00ae");
        put("(TM)", "\u2122");
        put("No.", "\u2116");
        put("fi", "\ufb01");
        put("fl", "\ufb02");
    }

    private final Alphabet beneath;

    /// @param beneath what is written in the end
    public SmartAlphabet(Alphabet beneath) {
        this.beneath = beneath;
    }

    private static void put(String replacement, String characters) {
        for (int i = 0; i < REPLACEMENTS.length; i++) {
            if (REPLACEMENTS[i].equals(replacement)) {
                for (int c = 0; c < characters.length(); c++) {
                    INDEX.putFirst(characters.charAt(c), i);
                }
                return;
            }
        }
        throw new IllegalStateException("no such replacement: " + replacement);
    }

    /// The alphabet that is written in the end.
    public Alphabet beneath() {
        return beneath;
    }

    @Override
    public String name() {
        return "smart " + beneath.name();
    }

    @Override
    public Unit unit() {
        return beneath.unit();
    }

    @Override
    public int cost(int codePoint) {
        int exact = beneath.cost(codePoint);
        if (exact >= 0 || codePoint > Character.MAX_VALUE) {
            return exact;
        }
        int index = INDEX.get((char) codePoint);
        return index < 0 ? -1 : beneath.units(REPLACEMENTS[index]);
    }

    @Override
    public int units(String text, int from, int to) {
        int units = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int codePoint = Character.isHighSurrogate(c) ? Chars.codePoint(text, i, to) : c;
            int cost = beneath.cost(codePoint);
            if (cost < 0) {
                cost = cost(codePoint);
            }
            if (cost < 0) {
                return -1;
            }
            units += cost;
            i += Character.charCount(codePoint) - 1;
        }
        return units;
    }

    /// The text as it is written. What has no replacement stays, even if it does not fit.
    public String apply(String text, int from, int to) {
        StringBuilder applied = new StringBuilder(to - from + 16);
        int copied = from;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int index = beneath.cost(c) >= 0 ? CharTable.ABSENT : INDEX.get(c);
            if (index >= 0) {
                applied.append(text, copied, i).append(REPLACEMENTS[index]);
                copied = i + 1;
            }
        }
        return applied.append(text, copied, to).toString();
    }

    @Override
    public byte[] encode(String text, int from, int to, int replacement) {
        return beneath.encode(apply(text, from, to), replacement);
    }

    @Override
    public String decode(byte[] octets, int from, int to) {
        return beneath.decode(octets, from, to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmartAlphabet that && beneath.equals(that.beneath);
    }

    @Override
    public int hashCode() {
        return 31 + beneath.hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
