package io.elchi.smpp.pdu;

/// One SMPP protocol data unit without its header's status and sequence, which [Frame] adds. Every command of SMPP
/// 5.0 has a record; a command without a record is an [UnknownPdu].
public sealed interface Pdu permits Request, Response, Notice, UnknownPdu {
    /// The command_id on the wire, a constant of [CommandId] unless unknown.
    int commandId();

    /// The TLVs after the mandatory fields, in the order of the wire; [Tlvs#NONE] for a command that has none.
    default Tlvs tlvs() {
        return Tlvs.NONE;
    }

    /// The specification's name of the command, for logs and metrics: `submit_sm`.
    default String command() {
        return CommandId.describe(commandId());
    }

    /// Appends the body, without a header: [PduCodec] calls it. Throws [PduEncodeException] for a value that
    /// cannot be sent.
    void writeBody(PduWriter out);
}
