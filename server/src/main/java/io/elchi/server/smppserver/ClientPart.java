package io.elchi.server.smppserver;

import io.elchi.smpp.pdu.SubmitSm;

/// A part of a text that a client split (3GPP TS 23.040, 9.2.3.24.1 and .8; SMPP 3.4, 5.3.2.22 to 24).
///
/// @param key SHA-256 of what the parts of one message have in common. Not to be changed
/// @param total 2 to 255
/// @param number 1 to `total`
/// @param digest SHA-256 of its octets. Not to be changed
/// @param pdu the submit_sm as on the wire. Not to be changed
record ClientPart(SubmitSm submit, byte[] key, int total, int number, byte[] digest, byte[] pdu) {
    /// Octets, at most: those that short_message can have in SMPP 3.4.
    static final int MOST_OCTETS = 254;
    /// Octets of the submit_sm, at most: with the optional parameters that a message can carry. Others would only
    /// fill the table of parts.
    static final int MOST_PDU_OCTETS = 3_000;
}
