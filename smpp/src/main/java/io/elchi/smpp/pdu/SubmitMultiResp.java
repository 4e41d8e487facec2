package io.elchi.smpp.pdu;

import java.util.List;
import java.util.Objects;

/// submit_multi_resp (4.5.2).
///
/// @param messageId message_id, at most 64 octets
/// @param unsuccessSmes the destinations that were not reached
/// @param tlvs TLVs
public record SubmitMultiResp(String messageId, List<UnsuccessSme> unsuccessSmes, Tlvs tlvs) implements Response {
    public SubmitMultiResp {
        Objects.requireNonNull(messageId, "messageId");
        unsuccessSmes = List.copyOf(unsuccessSmes);
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public SubmitMultiResp(String messageId, List<UnsuccessSme> unsuccessSmes) {
        this(messageId, unsuccessSmes, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.SUBMIT_MULTI_RESP;
    }

    static SubmitMultiResp read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new SubmitMultiResp(in.text(Field.MESSAGE_ID), in.unsuccessSmes(), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.unsuccessSmes(unsuccessSmes);
        out.tlvs(tlvs);
    }
}
