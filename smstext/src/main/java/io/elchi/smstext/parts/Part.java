package io.elchi.smstext.parts;

import java.util.Arrays;

/// One short message of a text.
///
/// @param reference the same in all parts; 8 bit in mode UDH_8, else 16 bit
/// @param total parts of the text, 1 to 255
/// @param sequence 1 to total; with reference and total this is what the SAR parameters carry
/// @param header the user data header with UDHL, or empty; not to be changed
/// @param payload the text's octets behind the header; not to be changed
public record Part(int reference, int total, int sequence, byte[] header, byte[] payload) {

    /// Header and text, ready for short_message or message_payload.
    public byte[] shortMessage() {
        if (header.length == 0) {
            return payload;
        }
        byte[] octets = Arrays.copyOf(header, header.length + payload.length);
        System.arraycopy(payload, 0, octets, header.length, payload.length);
        return octets;
    }

    /// The place of this part in its message.
    public Slot slot() {
        return new Slot(reference, total, sequence);
    }
}
