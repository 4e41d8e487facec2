package io.elchi.smpp.pdu;

import java.util.Objects;

/// One optional parameter as on the wire (3.2.4.1): 2 octets tag, 2 octets length, value.
///
/// @param tag 0 to 0xFFFF, known or not
/// @param value at most 65,535 octets
public record Tlv(int tag, Octets value) {
    public Tlv {
        Objects.requireNonNull(value, "value");
    }

    /// Value in hex, but of a message_payload only its length.
    @Override
    public String toString() {
        TlvTag<?> known = TlvTag.of(tag);
        String name = known == null ? "0x%04X".formatted(tag) : known.label();
        return name + "=" + (known == TlvTag.MESSAGE_PAYLOAD ? value.length() + " octets" : value);
    }
}
