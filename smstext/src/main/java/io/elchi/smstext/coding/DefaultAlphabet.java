package io.elchi.smstext.coding;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.GsmAsOctets;
import io.elchi.smstext.alphabet.OctetAlphabet;

/// The default alphabet of an SMSC: SMPP leaves it open, so it is a setting of the link.
public enum DefaultAlphabet {
    /// GSM 03.38, a septet in each octet.
    GSM(GsmAlphabet.gsm()),
    /// GSM 03.38, septets packed, with fill bits after a header.
    GSM_PACKED(GsmAlphabet.gsm()),
    /// Latin-1; written only if the text is GSM text as well, because the SMSC turns it into that.
    LATIN_1(new GsmAsOctets(OctetAlphabet.latin1())),
    /// ASCII, with the same care.
    ASCII(new GsmAsOctets(OctetAlphabet.ascii()));

    private final Alphabet alphabet;

    DefaultAlphabet(Alphabet alphabet) {
        this.alphabet = alphabet;
    }

    /// The alphabet without national tables.
    public Alphabet alphabet() {
        return alphabet;
    }

    /// Whether the octets are septets, so that national tables may apply.
    public boolean septets() {
        return this == GSM || this == GSM_PACKED;
    }
}
