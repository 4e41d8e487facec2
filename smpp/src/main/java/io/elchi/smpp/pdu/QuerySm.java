package io.elchi.smpp.pdu;

import java.util.Objects;

/// query_sm (4.8.1): asks for the state of a message. source must be that of the submit.
///
/// @param messageId message_id, at most 64 octets
/// @param source source_addr with its TON and NPI
/// @param tlvs TLVs
public record QuerySm(String messageId, Address source, Tlvs tlvs) implements Request<QuerySmResp> {
    public QuerySm {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public QuerySm(String messageId, Address source) {
        this(messageId, source, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.QUERY_SM;
    }

    @Override
    public QuerySmResp emptyResponse() {
        return new QuerySmResp("", "", 0, 0, Tlvs.NONE);
    }

    static QuerySm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new QuerySm(in.text(Field.MESSAGE_ID), in.address(Field.SOURCE_ADDR), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.address(Field.SOURCE_ADDR, source);
        out.tlvs(tlvs);
    }
}
