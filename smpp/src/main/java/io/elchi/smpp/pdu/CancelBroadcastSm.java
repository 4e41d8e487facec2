package io.elchi.smpp.pdu;

import java.util.Objects;

/// cancel_broadcast_sm (5.0, 4.6.2).
///
/// @param serviceType service_type, at most 5 octets
/// @param messageId message_id, at most 64 octets
/// @param source source_addr with its TON and NPI
/// @param tlvs TLVs
public record CancelBroadcastSm(String serviceType, String messageId, Address source, Tlvs tlvs)
        implements Request<CancelBroadcastSmResp> {
    public CancelBroadcastSm {
        Objects.requireNonNull(serviceType, "serviceType");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public CancelBroadcastSm(String serviceType, String messageId, Address source) {
        this(serviceType, messageId, source, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.CANCEL_BROADCAST_SM;
    }

    @Override
    public CancelBroadcastSmResp emptyResponse() {
        return new CancelBroadcastSmResp();
    }

    static CancelBroadcastSm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new CancelBroadcastSm(
                in.text(Field.SERVICE_TYPE), in.text(Field.MESSAGE_ID), in.address(Field.SOURCE_ADDR), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SERVICE_TYPE, serviceType);
        out.text(Field.MESSAGE_ID, messageId);
        out.address(Field.SOURCE_ADDR, source);
        out.tlvs(tlvs);
    }
}
