package io.elchi.smpp.pdu;

import java.util.Objects;

/// deliver_sm_resp (4.6.2). message_id is unused and goes out empty; some peers fill it.
///
/// @param messageId message_id, at most 64 octets
/// @param tlvs TLVs
public record DeliverSmResp(String messageId, Tlvs tlvs) implements Response {
    public DeliverSmResp {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public DeliverSmResp(String messageId) {
        this(messageId, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.DELIVER_SM_RESP;
    }

    static DeliverSmResp read(PduReader in) {
        return new DeliverSmResp(in.text(Field.MESSAGE_ID), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.tlvs(tlvs);
    }
}
