package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Pdu;
import java.util.List;

/// A PDU of a traced session.
///
/// @param sent false: it came from the peer
/// @param status command_status
/// @param sequence sequence_number, unsigned
/// @param pdu has the content of the message, unmasked
/// @param whole false: it could not be read as the specification has it
/// @param onReply of the request of ours that it is, or that it answers; null: neither
/// @param hex its octets; `**` for each one of a password or a text, and for the body of a PDU that could not be read
public record TracedPdu(
        boolean sent, int status, int sequence, Pdu pdu, boolean whole, ReplyHandler<?> onReply, String hex) {
    /// A field by its name in the specification; a text or a password has its length as the value.
    public record TracedField(String name, String value) {}

    /// Its mandatory fields and its TLVs; none of a command that carries neither messages nor a bind.
    public List<TracedField> fields() {
        return whole ? TracedFields.of(pdu) : List.of();
    }

    /// Without what the content may be in.
    @Override
    public String toString() {
        return pdu.command() + " sequence=" + Integer.toUnsignedString(sequence) + " " + hex;
    }
}
