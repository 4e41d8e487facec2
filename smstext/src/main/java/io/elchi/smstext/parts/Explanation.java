package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Misfit;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.Unit;
import java.util.List;

/// Explains the number of parts of a text.
///
/// @param coding the encoding that is chosen
/// @param misfits the characters that the link's default alphabet lacks and that keep the text out of it: those
///     that force UCS-2 or a national table; for a fixed alphabet, those that it lacks
/// @param replaced the characters that are written as plain ones instead; empty unless the coding is smart
/// @param parts what [Segmenter#count] says
/// @param partsExact parts if no character may be replaced
/// @param partsSmart parts if typographic characters may be replaced
/// @param unit what units are
/// @param units septets, octets or UTF-16 units of the text, without headers
/// @param airOctets octets of user data in all parts on the air, with headers and septets packed
/// @param considered national tables that were looked at
public record Explanation(
        TextCoding coding,
        List<Misfit> misfits,
        List<Misfit> replaced,
        int parts,
        int partsExact,
        int partsSmart,
        Unit unit,
        int units,
        int airOctets,
        List<National> considered) {
    public Explanation {
        misfits = List.copyOf(misfits);
        replaced = List.copyOf(replaced);
        considered = List.copyOf(considered);
    }

    /// A pair of national tables.
    ///
    /// @param parts what the text would take with them; -1 if it does not fit
    public record National(NationalLanguage locking, NationalLanguage single, boolean smart, int parts) {}
}
