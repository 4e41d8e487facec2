package io.elchi.smpp.pdu;

/// A PDU that cannot be put on the wire as the specification wants it. The message names the field and says why;
/// it shows numbers, but never text.
public final class PduEncodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    PduEncodeException(String field, String reason) {
        super(field + " " + reason);
        this.field = field;
    }

    /// The specification's name of the field or TLV.
    public String field() {
        return field;
    }
}
