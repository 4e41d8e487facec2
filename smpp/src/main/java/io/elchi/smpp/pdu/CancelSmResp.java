package io.elchi.smpp.pdu;

import java.util.Objects;

/// cancel_sm_resp (4.9.2). 5.0 lets congestion_state come in every response (5.0, 4.8.4.18); there is no other
/// field.
public record CancelSmResp(Tlvs tlvs) implements Response {
    public CancelSmResp {
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public CancelSmResp() {
        this(Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.CANCEL_SM_RESP;
    }

    @Override
    public void writeBody(PduWriter out) {
        out.tlvs(tlvs);
    }
}
