package io.elchi.smpp.pdu;

import java.util.Objects;

/// broadcast_sm_resp (5.0, 4.4.1); broadcast_error_status and broadcast_area_identifier in its TLVs name the
/// areas that failed.
///
/// @param messageId message_id, at most 64 octets
/// @param tlvs TLVs
public record BroadcastSmResp(String messageId, Tlvs tlvs) implements Response {
    public BroadcastSmResp {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public BroadcastSmResp(String messageId) {
        this(messageId, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.BROADCAST_SM_RESP;
    }

    static BroadcastSmResp read(PduReader in) {
        return new BroadcastSmResp(in.text(Field.MESSAGE_ID), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.tlvs(tlvs);
    }
}
