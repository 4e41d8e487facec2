package io.elchi.smpp.pdu;

import java.util.Objects;

/// cancel_broadcast_sm_resp (5.0, 4.6.2). 5.0 lets congestion_state come in every response (5.0, 4.8.4.18);
/// there is no other field.
public record CancelBroadcastSmResp(Tlvs tlvs) implements Response {
    public CancelBroadcastSmResp {
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public CancelBroadcastSmResp() {
        this(Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.CANCEL_BROADCAST_SM_RESP;
    }

    @Override
    public void writeBody(PduWriter out) {
        out.tlvs(tlvs);
    }
}
