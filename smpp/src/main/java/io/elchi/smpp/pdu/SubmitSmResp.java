package io.elchi.smpp.pdu;

import java.util.Objects;

/// submit_sm_resp (4.4.2): the SMSC took the message, or the command_status says why not.
///
/// @param messageId message_id, at most 64 octets
/// @param tlvs TLVs
public record SubmitSmResp(String messageId, Tlvs tlvs) implements Response {
    public SubmitSmResp {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public SubmitSmResp(String messageId) {
        this(messageId, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.SUBMIT_SM_RESP;
    }

    static SubmitSmResp read(PduReader in) {
        return new SubmitSmResp(in.text(Field.MESSAGE_ID), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.tlvs(tlvs);
    }
}
