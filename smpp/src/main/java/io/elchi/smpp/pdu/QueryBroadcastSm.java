package io.elchi.smpp.pdu;

import java.util.Objects;

/// query_broadcast_sm (5.0, 4.6.1).
///
/// @param messageId message_id, at most 64 octets
/// @param source source_addr with its TON and NPI
/// @param tlvs TLVs
public record QueryBroadcastSm(String messageId, Address source, Tlvs tlvs) implements Request<QueryBroadcastSmResp> {
    public QueryBroadcastSm {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public QueryBroadcastSm(String messageId, Address source) {
        this(messageId, source, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.QUERY_BROADCAST_SM;
    }

    @Override
    public QueryBroadcastSmResp emptyResponse() {
        return new QueryBroadcastSmResp("");
    }

    static QueryBroadcastSm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new QueryBroadcastSm(in.text(Field.MESSAGE_ID), in.address(Field.SOURCE_ADDR), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.address(Field.SOURCE_ADDR, source);
        out.tlvs(tlvs);
    }
}
