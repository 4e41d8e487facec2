package io.elchi.smstext.parts;

/// The form of a text that is too long for one part.
public enum SplitMode {
    /// Concatenation with 8 bit reference in the header: 153 septets, 134 octets, 67 UTF-16 units.
    UDH_8(5),
    /// Concatenation with 16 bit reference in the header: 152 septets, 133 octets, 66 UTF-16 units.
    UDH_16(6),
    /// sar_msg_ref_num, sar_total_segments and sar_segment_seqnum (SMPP 3.4, 5.3.2.22 to .24). The SMSC puts the
    /// header in, commonly with an 8 bit reference: the sizes are those of [#UDH_8].
    SAR(5),
    /// All of it in the message_payload parameter (SMPP 3.4, 5.3.2.32); the SMSC splits.
    MESSAGE_PAYLOAD(0),
    /// One message or none.
    SINGLE(0);

    private final int elementOctets;

    SplitMode(int elementOctets) {
        this.elementOctets = elementOctets;
    }

    /// Octets of the concatenation element on the air, without UDHL.
    int elementOctets() {
        return elementOctets;
    }

    /// Whether a text may become more than one message here.
    boolean splits() {
        return elementOctets > 0;
    }
}
