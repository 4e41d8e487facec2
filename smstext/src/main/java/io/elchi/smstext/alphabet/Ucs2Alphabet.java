package io.elchi.smstext.alphabet;

import java.util.ArrayList;
import java.util.List;

/// UCS-2 as handsets mean it: UTF-16, big endian, surrogate pairs for what lies beyond the BMP.
///
/// It has every character. A lone surrogate is none: it counts as one unit, is written and read as U+FFFD whatever
/// the replacement, and [#misfits] reports it. Two octets make a unit; an odd last octet reads as U+FFFD.
public final class Ucs2Alphabet implements Alphabet {
    private static final Ucs2Alphabet INSTANCE = new Ucs2Alphabet();
    private static final char REPLACEMENT = '\ufffd';

    private Ucs2Alphabet() {}

    /// The one alphabet.
    public static Ucs2Alphabet ucs2() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "UCS-2";
    }

    @Override
    public Unit unit() {
        return Unit.UTF16;
    }

    @Override
    public int cost(int codePoint) {
        return Character.charCount(codePoint);
    }

    @Override
    public int units(String text, int from, int to) {
        return to - from;
    }

    @Override
    public int fit(String text, int from, int to, int most) {
        int at = from + most;
        if (at >= to) {
            return to;
        }
        boolean cuts = at > from
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
        int end = cuts ? at - 1 : at;
        return end > from ? end : from + Character.charCount(Chars.codePoint(text, from, to));
    }

    @Override
    public byte[] encode(String text, int from, int to, int replacement) {
        byte[] octets = new byte[2 * (to - from)];
        int at = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && !whole(text, i, from, to)) {
                c = REPLACEMENT;
            }
            octets[at++] = (byte) (c >>> 8);
            octets[at++] = (byte) c;
        }
        return octets;
    }

    @Override
    public String decode(byte[] octets, int from, int to) {
        int units = (to - from) / 2;
        char[] chars = new char[(to - from + 1) / 2];
        for (int i = 0; i < units; i++) {
            chars[i] = (char) ((octets[from + 2 * i] & 0xff) << 8 | octets[from + 2 * i + 1] & 0xff);
        }
        for (int i = 0; i < units; i++) {
            if (Character.isHighSurrogate(chars[i]) && i + 1 < units && Character.isLowSurrogate(chars[i + 1])) {
                i++;
            } else if (Character.isSurrogate(chars[i])) {
                chars[i] = REPLACEMENT;
            }
        }
        if (units < chars.length) {
            chars[units] = REPLACEMENT;
        }
        return new String(chars);
    }

    @Override
    public List<Misfit> misfits(String text) {
        List<Misfit> misfits = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (!whole(text, i, 0, text.length())) {
                misfits.add(new Misfit(i, text.charAt(i)));
            }
        }
        return List.copyOf(misfits);
    }

    private static boolean whole(String text, int i, int from, int to) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1));
        }
        return !Character.isLowSurrogate(c) || i > from && Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public String toString() {
        return name();
    }
}
