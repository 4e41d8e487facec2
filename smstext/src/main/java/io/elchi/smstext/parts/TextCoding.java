package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.SmartAlphabet;
import io.elchi.smstext.udh.InformationElement;
import java.util.ArrayList;
import java.util.List;

/// The encoding that a text got.
///
/// @param dataCoding for the data_coding field
/// @param alphabet how characters became octets
/// @param packed whether septets share octets
public record TextCoding(int dataCoding, Alphabet alphabet, boolean packed) {

    /// Whether typographic characters are written as plain ones.
    public boolean smart() {
        return alphabet instanceof SmartAlphabet;
    }

    /// The locking shift table that the header announces, or DEFAULT.
    public NationalLanguage locking() {
        return written() instanceof GsmAlphabet gsm ? gsm.locking() : NationalLanguage.DEFAULT;
    }

    /// The single shift table that the header announces, or DEFAULT.
    public NationalLanguage single() {
        return written() instanceof GsmAlphabet gsm ? gsm.single() : NationalLanguage.DEFAULT;
    }

    private Alphabet written() {
        return alphabet instanceof SmartAlphabet smart ? smart.beneath() : alphabet;
    }

    /// The elements that announce national tables: 0x24 before 0x25.
    List<InformationElement> shifts() {
        List<InformationElement> shifts = new ArrayList<>();
        if (single() != NationalLanguage.DEFAULT) {
            shifts.add(new InformationElement.SingleShift(single().id()));
        }
        if (locking() != NationalLanguage.DEFAULT) {
            shifts.add(new InformationElement.LockingShift(locking().id()));
        }
        return shifts;
    }
}
