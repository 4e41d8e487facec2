package io.elchi.smpp.pdu;

import java.util.Objects;

/// query_broadcast_sm_resp (5.0, 4.6.1): state, areas and their success are TLVs.
///
/// @param messageId message_id, at most 64 octets
/// @param tlvs TLVs
public record QueryBroadcastSmResp(String messageId, Tlvs tlvs) implements Response {
    public QueryBroadcastSmResp {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public QueryBroadcastSmResp(String messageId) {
        this(messageId, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.QUERY_BROADCAST_SM_RESP;
    }

    static QueryBroadcastSmResp read(PduReader in) {
        return new QueryBroadcastSmResp(in.text(Field.MESSAGE_ID), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.tlvs(tlvs);
    }
}
