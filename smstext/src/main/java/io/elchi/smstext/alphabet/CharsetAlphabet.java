package io.elchi.smstext.alphabet;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/// A charset of several octets a character, by way of the JDK: Shift_JIS, ISO-2022-JP, EUC-KR, UTF-8. Counts in
/// octets.
///
/// Not for the hot path: counting allocates. A character's cost is what it takes alone, with the escape sequences
/// of ISO-2022-JP around it, so that a split by costs is never too long.
public final class CharsetAlphabet implements Alphabet {
    private final Charset charset;

    private CharsetAlphabet(Charset charset) {
        this.charset = charset;
    }

    /// The alphabet of a charset's name, as a table if the charset has one octet a character; empty if this JDK
    /// does not have the charset or cannot write it.
    public static Optional<Alphabet> named(String name) {
        try {
            if (!Charset.isSupported(name)) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
        Charset charset = Charset.forName(name);
        if (!charset.canEncode()) {
            return Optional.empty();
        }
        boolean oneOctet = charset.newEncoder().maxBytesPerChar() == 1.0f;
        return Optional.of(oneOctet ? new OctetAlphabet(charset) : new CharsetAlphabet(charset));
    }

    @Override
    public String name() {
        return charset.name();
    }

    @Override
    public Unit unit() {
        return Unit.OCTET;
    }

    @Override
    public int cost(int codePoint) {
        return octets(CharBuffer.wrap(Character.toChars(codePoint)));
    }

    @Override
    public int units(String text, int from, int to) {
        return octets(CharBuffer.wrap(text, from, to));
    }

    private int octets(CharBuffer text) {
        try {
            return strict(text).length;
        } catch (CharacterCodingException ignored) {
            return -1;
        }
    }

    private byte[] strict(CharBuffer text) throws CharacterCodingException {
        var buffer = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .encode(text);
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        return octets;
    }

    @Override
    public byte[] encode(String text, int from, int to, int replacement) {
        try {
            return strict(CharBuffer.wrap(text, from, to));
        } catch (CharacterCodingException ignored) {
            return fitting(text, from, to, replacement).getBytes(charset);
        }
    }

    @Override
    public String decode(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, charset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharsetAlphabet that && charset.equals(that.charset);
    }

    @Override
    public int hashCode() {
        return charset.hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
