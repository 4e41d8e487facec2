package io.elchi.smstext.alphabet;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// The GSM 7 bit alphabet of 3GPP TS 23.038: a locking table for plain codes and a single shift table after the
/// escape.
///
/// Without national languages that is the default alphabet (6.2.1) with its extension table (6.2.1.1). Counts in
/// septets: 1 for a plain character, 2 for one after the escape. One octet carries one septet, see [Septets] for
/// packing. Where published copies of the tables differ, the specification's print decides; the list is in
/// `GsmTables` and held by a test.
public final class GsmAlphabet implements Alphabet {
    static final int ESCAPE = 0x1b;

    private static final int SHIFTED = 0x80;
    private static final int LANGUAGES = NationalLanguage.values().length;
    private static final AtomicReferenceArray<GsmAlphabet> SHARED = new AtomicReferenceArray<>(LANGUAGES * LANGUAGES);
    private static final GsmAlphabet DEFAULT = of(NationalLanguage.DEFAULT, NationalLanguage.DEFAULT);

    private final NationalLanguage locking;
    private final NationalLanguage single;
    private final char[] plain;
    private final char[] shifted;
    private final CharTable codes = new CharTable();

    private GsmAlphabet(NationalLanguage locking, NationalLanguage single) {
        this.locking = locking;
        this.single = single;
        this.plain = GsmTables.locking(locking);
        this.shifted = GsmTables.single(single);
        for (int code = 0; code < GsmTables.CODES; code++) {
            if (code != ESCAPE && plain[code] != GsmTables.NONE && !misprinted(code)) {
                codes.putFirst(plain[code], code);
            }
        }
        for (int code = 0; code < GsmTables.CODES; code++) {
            if (shifted[code] != GsmTables.NONE) {
                codes.putFirst(shifted[code], code | SHIFTED);
            }
        }
    }

    private boolean misprinted(int code) {
        return locking == NationalLanguage.KANNADA && code == 0x24;
    }

    /// The default alphabet with its extension table.
    public static GsmAlphabet gsm() {
        return DEFAULT;
    }

    /// The alphabet of two national tables; [NationalLanguage#DEFAULT] for the one that is not shifted.
    public static GsmAlphabet of(NationalLanguage locking, NationalLanguage single) {
        NationalLanguage locked = locking.locks() ? locking : NationalLanguage.DEFAULT;
        int slot = locked.id() * LANGUAGES + single.id();
        GsmAlphabet known = SHARED.get(slot);
        if (known != null) {
            return known;
        }
        SHARED.compareAndSet(slot, null, new GsmAlphabet(locked, single));
        return SHARED.get(slot);
    }

    /// The language of information element 0x25, or DEFAULT.
    public NationalLanguage locking() {
        return locking;
    }

    /// The language of information element 0x24, or DEFAULT.
    public NationalLanguage single() {
        return single;
    }

    @Override
    public String name() {
        if (locking == NationalLanguage.DEFAULT && single == NationalLanguage.DEFAULT) {
            return "GSM 03.38";
        }
        return "GSM 03.38 locking " + locking + " single " + single;
    }

    @Override
    public Unit unit() {
        return Unit.SEPTET;
    }

    @Override
    public int cost(int codePoint) {
        if (codePoint > Character.MAX_VALUE) {
            return -1;
        }
        int code = codes.get((char) codePoint);
        return code < 0 ? -1 : 1 + (code >>> 7);
    }

    @Override
    public int units(String text, int from, int to) {
        int septets = 0;
        for (int i = from; i < to; i++) {
            int code = codes.get(text.charAt(i));
            if (code < 0) {
                return -1;
            }
            septets += 1 + (code >>> 7);
        }
        return septets;
    }

    @Override
    public int fit(String text, int from, int to, int most) {
        int septets = 0;
        for (int at = from; at < to; at++) {
            septets += 1 + (codes.get(text.charAt(at)) >>> 7);
            if (septets > most && at > from) {
                return at;
            }
        }
        return to;
    }

    /// Most texts have plain codes alone or to their last words: septets are counted only from the first other one
    /// on.
    @Override
    public byte[] encode(String text, int from, int to, int replacement) {
        byte[] octets = new byte[to - from];
        for (int i = from; i < to; i++) {
            int code = codes.get(text.charAt(i));
            if ((code & ~0x7f) != 0) {
                return encodeFrom(i, octets, text, from, to, replacement);
            }
            octets[i - from] = (byte) code;
        }
        return octets;
    }

    private byte[] encodeFrom(int first, byte[] plainUpToIt, String text, int from, int to, int replacement) {
        int septets = units(text, first, to);
        if (septets < 0) {
            String fitting = fitting(text, from, to, replacement);
            return encode(fitting, 0, fitting.length(), OMIT);
        }
        int at = first - from;
        byte[] octets = new byte[at + septets];
        System.arraycopy(plainUpToIt, 0, octets, 0, at);
        for (int i = first; i < to; i++) {
            int code = codes.get(text.charAt(i));
            if (code >= SHIFTED) {
                octets[at++] = ESCAPE;
            }
            octets[at++] = (byte) (code & 0x7f);
        }
        return octets;
    }

    /// Octets above 0x7F and empty codes become U+FFFD. An escaped code that the single shift table lacks gives the
    /// character of the plain table (6.2.1.1); a second escape, and one at the end, give a space.
    @Override
    public String decode(byte[] octets, int from, int to) {
        char[] text = new char[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int code = octets[i] & 0xff;
            if (code == ESCAPE) {
                i++;
                text[length++] = i < to ? afterEscape(octets[i] & 0xff) : ' ';
            } else {
                text[length++] = plain(code);
            }
        }
        return new String(text, 0, length);
    }

    private char afterEscape(int code) {
        if (code == ESCAPE) {
            return ' ';
        }
        if (code < GsmTables.CODES && shifted[code] != GsmTables.NONE) {
            return shifted[code];
        }
        return plain(code);
    }

    private char plain(int code) {
        return code < GsmTables.CODES && plain[code] != GsmTables.NONE ? plain[code] : '\ufffd';
    }

    @Override
    public String toString() {
        return name();
    }
}
