package io.elchi.smpp.pdu;

import java.util.Objects;

/// replace_sm_resp (4.10.2). 5.0 lets congestion_state come in every response (5.0, 4.8.4.18); there is no other
/// field.
public record ReplaceSmResp(Tlvs tlvs) implements Response {
    public ReplaceSmResp {
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public ReplaceSmResp() {
        this(Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.REPLACE_SM_RESP;
    }

    @Override
    public void writeBody(PduWriter out) {
        out.tlvs(tlvs);
    }
}
