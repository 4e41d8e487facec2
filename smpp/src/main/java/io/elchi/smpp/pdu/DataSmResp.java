package io.elchi.smpp.pdu;

import java.util.Objects;

/// data_sm_resp (4.7.2).
///
/// @param messageId message_id, at most 64 octets
/// @param tlvs TLVs
public record DataSmResp(String messageId, Tlvs tlvs) implements Response {
    public DataSmResp {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public DataSmResp(String messageId) {
        this(messageId, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.DATA_SM_RESP;
    }

    static DataSmResp read(PduReader in) {
        return new DataSmResp(in.text(Field.MESSAGE_ID), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.tlvs(tlvs);
    }
}
