package io.elchi.server.smppserver;

import io.elchi.server.messages.OctetEncryption.StoredOctets;
import io.elchi.smpp.pdu.SubmitSm;
import java.util.Arrays;

/// A part of a text that a client split (3GPP TS 23.040, 9.2.3.24.1 and .8; SMPP 3.4, 5.3.2.22 to 24).
///
/// @param key SHA-256 of what the parts of one message have in common. Not to be changed
/// @param total 2 to 255
/// @param number 1 to `total`
/// @param octets by which a repetition is known: those of the text. Not to be changed
/// @param pdu the submit_sm as on the wire, as it is to be stored
record ClientPart(SubmitSm submit, byte[] key, int total, int number, byte[] octets, StoredOctets pdu) {
    /// Octets, at most: those that short_message can have in SMPP 3.4.
    static final int MOST_OCTETS = 254;
    /// Octets of the submit_sm, at most: with the optional parameters that a message can carry. Others would only
    /// fill the table of parts.
    static final int MOST_PDU_OCTETS = 3_000;

    ClientPart with(StoredOctets stored) {
        return new ClientPart(submit, key, total, number, octets, stored);
    }

    /// Where it is stored. Messages with the same reference share the place of a part, which one may take over from
    /// another.
    byte[] place() {
        return place(key, number);
    }

    static byte[] place(byte[] key, int number) {
        byte[] place = Arrays.copyOf(key, key.length + 1);
        place[key.length] = (byte) number;
        return place;
    }
}
