package io.elchi.server.intake;

import io.elchi.server.messages.Encoding;
import io.elchi.server.routing.LinkSegmenter;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.SmartAlphabet;

/// A text with its encoding and its number of parts.
///
/// @param written as it is sent: plain characters in place of typographic ones, when that was asked for and helps
/// @param parts 0 for an empty text
record Text(String written, Encoding encoding, int parts) {
    private static final GsmAlphabet GSM = GsmAlphabet.of(NationalLanguage.DEFAULT, NationalLanguage.DEFAULT);
    private static final SmartAlphabet SMART = new SmartAlphabet(GSM);

    static Text of(String text, boolean smart) {
        if (text.isEmpty()) {
            return new Text(text, Encoding.GSM7, 0);
        }
        boolean gsm = GSM.units(text) >= 0;
        String written = text;
        if (!gsm && smart && SMART.units(text) >= 0) {
            written = SMART.apply(text, 0, text.length());
            gsm = true;
        }
        return new Text(written, gsm ? Encoding.GSM7 : Encoding.UCS2, LinkSegmenter.quotedParts(written));
    }
}
