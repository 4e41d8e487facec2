package io.elchi.smpp.pdu;

import java.util.Objects;

/// enquire_link_resp (4.11.2). 5.0 lets congestion_state come in every response (5.0, 4.8.4.18); there is no other
/// field.
public record EnquireLinkResp(Tlvs tlvs) implements Response {
    public EnquireLinkResp {
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public EnquireLinkResp() {
        this(Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.ENQUIRE_LINK_RESP;
    }

    @Override
    public void writeBody(PduWriter out) {
        out.tlvs(tlvs);
    }
}
