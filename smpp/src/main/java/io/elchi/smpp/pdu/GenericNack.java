package io.elchi.smpp.pdu;

/// generic_nack (4.3.1): refuses a PDU that could not be read far enough to answer it in kind; the command_status
/// says why.
public record GenericNack() implements Response {
    @Override
    public int commandId() {
        return CommandId.GENERIC_NACK;
    }

    @Override
    public void writeBody(PduWriter out) {}
}
