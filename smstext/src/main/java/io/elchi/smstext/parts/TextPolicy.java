package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.coding.LinkCoding;
import java.util.List;

/// The rules for writing texts on one link.
///
/// @param link what data_coding means there
/// @param mode how long texts travel
/// @param maxParts more are refused, 1 to 255
/// @param smart whether typographic characters may become plain ones to stay in 7 bit
/// @param languages national tables that may be written, in order of preference; none by default, since many
///     handsets do not read them
/// @param flash whether handsets show the text at once (message class 0)
/// @param payloadOctets the longest message_payload
public record TextPolicy(
        LinkCoding link,
        SplitMode mode,
        int maxParts,
        EncodingChoice choice,
        boolean smart,
        List<NationalLanguage> languages,
        boolean flash,
        int payloadOctets) {
    private static final TextPolicy STANDARD = new TextPolicy(
            LinkCoding.standard(), SplitMode.UDH_8, 255, new EncodingChoice.ByText(), false, List.of(), false, 65_535);

    /// @throws IllegalArgumentException if a number is out of range
    public TextPolicy {
        if (maxParts < 1 || maxParts > 255) {
            throw new IllegalArgumentException("parts are 1 to 255, not " + maxParts);
        }
        if (payloadOctets < 1 || payloadOctets > 65_535) {
            throw new IllegalArgumentException("message_payload has 1 to 65535 octets, not " + payloadOctets);
        }
        languages = List.copyOf(languages);
    }

    /// GSM 03.38 or UCS-2, UDH with 8 bit reference, up to 255 parts, nothing replaced, no national tables.
    public static TextPolicy standard() {
        return STANDARD;
    }

    public TextPolicy withLink(LinkCoding link) {
        return new TextPolicy(link, mode, maxParts, choice, smart, languages, flash, payloadOctets);
    }

    public TextPolicy withMode(SplitMode mode) {
        return new TextPolicy(link, mode, maxParts, choice, smart, languages, flash, payloadOctets);
    }

    public TextPolicy withMaxParts(int maxParts) {
        return new TextPolicy(link, mode, maxParts, choice, smart, languages, flash, payloadOctets);
    }

    public TextPolicy withChoice(EncodingChoice choice) {
        return new TextPolicy(link, mode, maxParts, choice, smart, languages, flash, payloadOctets);
    }

    public TextPolicy withSmart(boolean smart) {
        return new TextPolicy(link, mode, maxParts, choice, smart, languages, flash, payloadOctets);
    }

    public TextPolicy withLanguages(NationalLanguage... languages) {
        return new TextPolicy(link, mode, maxParts, choice, smart, List.of(languages), flash, payloadOctets);
    }

    public TextPolicy withFlash(boolean flash) {
        return new TextPolicy(link, mode, maxParts, choice, smart, languages, flash, payloadOctets);
    }

    public TextPolicy withPayloadOctets(int payloadOctets) {
        return new TextPolicy(link, mode, maxParts, choice, smart, languages, flash, payloadOctets);
    }
}
