package io.elchi.server.routing;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.CharsetAlphabet;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.coding.DefaultAlphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.parts.SplitMode;
import io.elchi.smstext.parts.TextPolicy;
import java.util.HashMap;
import java.util.Map;

/// Builds the segmenter of a link from its text options. Routing counts the submit_sm of a text with it, and the
/// link writes them with it.
public final class LinkSegmenter {
    private static final Segmenter QUOTED = new Segmenter(TextPolicy.standard());

    private LinkSegmenter() {}

    /// The parts that a client is quoted and pays for, whichever link carries the text.
    public static int quotedParts(String text) {
        return QUOTED.count(text);
    }

    /// @throws IllegalArgumentException if an agreed character set is unknown
    public static Segmenter of(LinkOptions.TextOptions options) {
        return new Segmenter(TextPolicy.standard()
                .withLink(coding(options))
                .withMode(SplitMode.valueOf(options.split().name()))
                .withLanguages(options.nationalTables().stream()
                        .map(table -> NationalLanguage.valueOf(table.name()))
                        .toArray(NationalLanguage[]::new))
                .withPayloadOctets(options.payloadOctets()));
    }

    /// The meaning of data_coding on the link, in both directions.
    ///
    /// @throws IllegalArgumentException if an agreed character set is unknown
    public static LinkCoding coding(LinkOptions.TextOptions options) {
        Map<Integer, Alphabet> agreed = new HashMap<>();
        for (String coding : options.dataCodings()) {
            String[] sides = coding.split("=", 2);
            String charset = sides[1].strip();
            agreed.put(
                    Integer.decode(sides[0].strip()),
                    CharsetAlphabet.named(charset)
                            .orElseThrow(() -> new IllegalArgumentException("no character set " + charset)));
        }
        return new LinkCoding(
                DefaultAlphabet.valueOf(options.defaultAlphabet().name()),
                Septets.Padding.valueOf(options.packedPadding().name()),
                agreed);
    }
}
