package io.elchi.smstext.alphabet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A charset of one octet a character, as a table: ASCII, Latin-1, ISO-8859-5, windows-1251 and their like. Counts
/// in octets.
public final class OctetAlphabet implements Alphabet {
    private static final OctetAlphabet LATIN_1 = new OctetAlphabet(StandardCharsets.ISO_8859_1);
    private static final OctetAlphabet ASCII = new OctetAlphabet(StandardCharsets.US_ASCII);

    private final String name;
    private final char[] characters = new char[256];
    private final CharTable codes = new CharTable();

    OctetAlphabet(Charset charset) {
        this.name = charset.name();
        for (int octet = 0; octet < 256; octet++) {
            characters[octet] = character(charset, octet);
            if (characters[octet] != '\ufffd') {
                codes.putFirst(characters[octet], octet);
            }
        }
    }

    private static char character(Charset charset, int octet) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(new byte[] {(byte) octet}))
                    .get();
        } catch (CharacterCodingException ignored) {
            return '\ufffd';
        }
    }

    /// ISO-8859-1, data_coding 3.
    public static OctetAlphabet latin1() {
        return LATIN_1;
    }

    /// US-ASCII (IA5), data_coding 1.
    public static OctetAlphabet ascii() {
        return ASCII;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Unit unit() {
        return Unit.OCTET;
    }

    @Override
    public int cost(int codePoint) {
        return codePoint <= Character.MAX_VALUE && codes.get((char) codePoint) >= 0 ? 1 : -1;
    }

    @Override
    public int units(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (codes.get(text.charAt(i)) < 0) {
                return -1;
            }
        }
        return to - from;
    }

    @Override
    public int fit(String text, int from, int to, int most) {
        return Math.min(to, from + Math.max(1, most));
    }

    @Override
    public byte[] encode(String text, int from, int to, int replacement) {
        if (units(text, from, to) < 0) {
            String fitting = fitting(text, from, to, replacement);
            return encode(fitting, 0, fitting.length(), OMIT);
        }
        byte[] octets = new byte[to - from];
        for (int i = from; i < to; i++) {
            octets[i - from] = (byte) codes.get(text.charAt(i));
        }
        return octets;
    }

    @Override
    public String decode(byte[] octets, int from, int to) {
        char[] chars = new char[to - from];
        for (int i = from; i < to; i++) {
            chars[i - from] = characters[octets[i] & 0xff];
        }
        return new String(chars);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OctetAlphabet that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
