package io.elchi.smstext.alphabet;

import java.util.ArrayList;
import java.util.List;

/// Characters to octets and back. Implementations are immutable and free of locks; the counting methods allocate
/// nothing.
///
/// A septet travels unpacked here, one to an octet, as SMPP carries it; [Septets] packs.
public sealed interface Alphabet
        permits GsmAlphabet, GsmAsOctets, SmartAlphabet, Ucs2Alphabet, OctetAlphabet, CharsetAlphabet {

    /// As a replacement: leave out what cannot be encoded.
    int OMIT = -1;

    /// The name in logs and explanations, such as `GSM 03.38` or `windows-1251`.
    String name();

    /// The unit of [#cost] and [#units].
    Unit unit();

    /// Units that a character takes, or -1 if this alphabet does not have it.
    int cost(int codePoint);

    /// Units that a stretch of text takes, or -1 if some character does not fit.
    ///
    /// @param from the first char
    /// @param to after the last char
    int units(String text, int from, int to);

    /// The end of the longest run of characters within this number of units. It has one character at least, and a
    /// surrogate pair is not cut.
    ///
    /// @param from the first char of a text that fits into this alphabet
    /// @param to where the run ends at the latest
    default int fit(String text, int from, int to, int most) {
        int units = 0;
        for (int at = from; at < to; ) {
            int codePoint = Chars.codePoint(text, at, to);
            units += cost(codePoint);
            if (units > most && at > from) {
                return at;
            }
            at += Character.charCount(codePoint);
        }
        return to;
    }

    /// The octets of a stretch of text.
    ///
    /// @param replacement the code point that stands in for a misfit, or [#OMIT]; must itself fit
    /// @throws IllegalArgumentException if there is a misfit and the replacement does not fit either
    byte[] encode(String text, int from, int to, int replacement);

    /// The text of octets; what has no character becomes U+FFFD. Never fails.
    String decode(byte[] octets, int from, int to);

    /// The whole text, see [#units(String, int, int)].
    default int units(String text) {
        return units(text, 0, text.length());
    }

    /// The whole text, see [#encode(String, int, int, int)].
    default byte[] encode(String text, int replacement) {
        return encode(text, 0, text.length(), replacement);
    }

    /// All octets, see [#decode(byte\[\], int, int)].
    default String decode(byte[] octets) {
        return decode(octets, 0, octets.length);
    }

    /// Every character of the text that does not fit, in order.
    default List<Misfit> misfits(String text) {
        List<Misfit> misfits = new ArrayList<>();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (cost(codePoint) < 0) {
                misfits.add(new Misfit(i, codePoint));
            }
            i += Character.charCount(codePoint);
        }
        return List.copyOf(misfits);
    }

    /// The text with misfits replaced, so that it fits.
    default String fitting(String text, int from, int to, int replacement) {
        if (replacement != OMIT && cost(replacement) < 0) {
            throw new IllegalArgumentException("the replacement does not fit into " + name());
        }
        StringBuilder fitting = new StringBuilder(to - from);
        for (int i = from; i < to; ) {
            int codePoint = Chars.codePoint(text, i, to);
            if (cost(codePoint) >= 0) {
                fitting.appendCodePoint(codePoint);
            } else if (replacement != OMIT) {
                fitting.appendCodePoint(replacement);
            }
            i += Character.charCount(codePoint);
        }
        return fitting.toString();
    }
}
