package io.elchi.smpp.pdu;

import java.util.Objects;

/// unbind_resp (4.2.2). 5.0 lets congestion_state come in every response (5.0, 4.8.4.18); there is no other field.
public record UnbindResp(Tlvs tlvs) implements Response {
    public UnbindResp {
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public UnbindResp() {
        this(Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.UNBIND_RESP;
    }

    @Override
    public void writeBody(PduWriter out) {
        out.tlvs(tlvs);
    }
}
