package io.elchi.smpp.pdu;

import java.util.Objects;

/// A command that no version of SMPP has: its body survives octet for octet, so that it can be logged or passed
/// on. Encoding does not look at the id; a test may send any octets under any command with it.
///
/// @param commandId as on the wire
/// @param body everything after the header
public record UnknownPdu(int commandId, Octets body) implements Pdu {
    public UnknownPdu {
        Objects.requireNonNull(body, "body");
    }

    @Override
    public void writeBody(PduWriter out) {
        out.octets(body);
    }

    /// Without the body, which may be a message.
    @Override
    public String toString() {
        return "UnknownPdu[commandId=" + command() + ", body=" + body.length() + " octets]";
    }
}
