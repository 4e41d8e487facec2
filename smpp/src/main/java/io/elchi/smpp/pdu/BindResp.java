package io.elchi.smpp.pdu;

import java.util.Objects;

/// bind_transmitter_resp, bind_receiver_resp and bind_transceiver_resp (4.1.2). sc_interface_version is a TLV, to
/// send only to a peer that knows TLVs.
///
/// @param mode which of the three binds
/// @param systemId system_id, at most 15 octets
/// @param tlvs TLVs
public record BindResp(BindMode mode, String systemId, Tlvs tlvs) implements Response {
    public BindResp {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(systemId, "systemId");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public BindResp(BindMode mode, String systemId) {
        this(mode, systemId, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return mode.responseId();
    }

    static BindResp read(BindMode mode, PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new BindResp(mode, in.text(Field.SYSTEM_ID), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SYSTEM_ID, systemId);
        out.tlvs(tlvs);
    }
}
