package io.elchi.smpp.pdu;

import java.util.Objects;

/// cancel_sm (4.9.1): one message by its id, or, with an empty id, all that match the addresses.
///
/// @param serviceType service_type, at most 5 octets
/// @param messageId message_id, at most 64 octets
/// @param source source_addr with its TON and NPI
/// @param destination destination_addr with its TON and NPI
/// @param tlvs TLVs
public record CancelSm(String serviceType, String messageId, Address source, Address destination, Tlvs tlvs)
        implements Request<CancelSmResp> {
    public CancelSm {
        Objects.requireNonNull(serviceType, "serviceType");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public CancelSm(String serviceType, String messageId, Address source, Address destination) {
        this(serviceType, messageId, source, destination, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.CANCEL_SM;
    }

    @Override
    public CancelSmResp emptyResponse() {
        return new CancelSmResp();
    }

    static CancelSm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new CancelSm(
                in.text(Field.SERVICE_TYPE),
                in.text(Field.MESSAGE_ID),
                in.address(Field.SOURCE_ADDR),
                in.address(Field.DESTINATION_ADDR),
                in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SERVICE_TYPE, serviceType);
        out.text(Field.MESSAGE_ID, messageId);
        out.address(Field.SOURCE_ADDR, source);
        out.address(Field.DESTINATION_ADDR, destination);
        out.tlvs(tlvs);
    }
}
