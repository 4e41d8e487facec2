package io.elchi.server.intake;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Encoding;
import io.elchi.server.routing.LinkSegmenter;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.SmartAlphabet;
import java.text.BreakIterator;
import java.util.Locale;

/// A text with its encoding and its number of parts.
///
/// @param written as it is sent: plain characters in place of typographic ones, when that was asked for and helps;
///     empty for octets, which are no text on a link
/// @param encoding null for octets
/// @param parts 0 for an empty text
record Text(String written, Encoding encoding, int parts, TextHint hint) {
    private static final GsmAlphabet GSM = GsmAlphabet.of(NationalLanguage.DEFAULT, NationalLanguage.DEFAULT);
    /// Of a part (3GPP TS 23.038).
    private static final int SEPTETS = 160;
    private static final SmartAlphabet SMART = new SmartAlphabet(GSM);

    /// The content of a request, counted.
    ///
    /// @param most parts that the account may send; a text is cut to no more
    static Text of(SendRequest request, int most) {
        BinaryData data = request.extras().data();
        return data == null
                ? of(request.text(), request.options(), most)
                : new Text("", null, data.parts(), TextHint.NONE);
    }

    /// @param most parts that the account may send; a text is cut to no more
    static Text of(String text, SendOptions options, int most) {
        Text whole = written(text, options.smart());
        int parts = cutTo(options, most);
        return parts > 0 && whole.parts > parts ? cut(text, options.smart(), parts) : whole;
    }

    /// Parts that a longer text is cut to; 0: it is not cut.
    private static int cutTo(SendOptions options, int most) {
        return options.truncate() ? Math.min(options.maxParts(), most) : 0;
    }

    /// The text of a request that rules look at. Of a text with more characters than the account's parts can have,
    /// it is no more than what may be sent: that a client pays for few parts must not cost much.
    ///
    /// @param most parts that the account may send
    /// @return null when the text is refused for its parts
    static String looked(SendRequest request, int most) {
        String text = request.text();
        if (text.length() <= SEPTETS * most) {
            return text;
        }
        Text whole = written(text, request.options().smart());
        int parts = cutTo(request.options(), most);
        if (whole.parts <= (parts > 0 ? parts : most)) {
            // Characters of no width made it long, and are not sent.
            return whole.written;
        }
        return parts > 0 ? begin(text, parts) : null;
    }

    /// So many characters of no width that a text is twice as long as the parts can be are not looked through.
    private static String begin(String text, int parts) {
        return text.substring(0, Math.min(text.length(), 2 * SEPTETS * parts));
    }

    private static Text written(String text, boolean smart) {
        if (text.isEmpty()) {
            return new Text(text, Encoding.GSM7, 0, TextHint.NONE);
        }
        if (GSM.units(text) >= 0) {
            return new Text(text, Encoding.GSM7, LinkSegmenter.quotedParts(text), TextHint.NONE);
        }
        if (SMART.units(text) < 0) {
            return new Text(text, Encoding.UCS2, LinkSegmenter.quotedParts(text), TextHint.NONE);
        }
        String plain = SMART.apply(text, 0, text.length());
        int plainParts = LinkSegmenter.quotedParts(plain);
        if (smart) {
            return new Text(plain, Encoding.GSM7, plainParts, new TextHint(true, false, 0));
        }
        int parts = LinkSegmenter.quotedParts(text);
        TextHint hint = plainParts < parts ? new TextHint(false, false, parts - plainParts) : TextHint.NONE;
        return new Text(text, Encoding.UCS2, parts, hint);
    }

    /// The longest begin that fits; no letter loses its accents.
    private static Text cut(String text, boolean smart, int parts) {
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        String looked = begin(text, parts);
        letters.setText(looked);
        int fits = 0;
        int tooLong = looked.length();
        while (true) {
            int middle = letters.preceding(fits + (tooLong - fits) / 2 + 1);
            if (middle <= fits) {
                middle = letters.following(fits);
            }
            if (middle >= tooLong) {
                break;
            }
            if (written(looked.substring(0, middle), smart).parts <= parts) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        Text begin = written(looked.substring(0, fits), smart);
        return new Text(
                begin.written,
                begin.encoding,
                begin.parts,
                new TextHint(begin.hint.changed(), true, begin.hint.smartSaves()));
    }

    /// Null when it may be sent.
    Refusal refusal(SendOptions options) {
        if (parts == 0) {
            return Refusal.ofField(Failure.EMPTY_TEXT, "text", null);
        }
        return options.maxParts() > 0 && parts > options.maxParts()
                ? Refusal.ofField(
                        Failure.TOO_MANY_PARTS, "text", "it takes " + parts + ", max_parts is " + options.maxParts())
                : null;
    }

    /// The first character that GSM 7 bit lacks; -1 when there is none.
    ///
    /// @return its index
    static int firstForeign(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (GSM.cost(text.codePointAt(at)) < 0) {
                return at;
            }
        }
        return -1;
    }
}
