package io.elchi.smpp.pdu;

import java.util.Objects;

/// query_sm_resp (4.8.2).
///
/// @param messageId message_id, at most 64 octets
/// @param finalDate final_date, `YYMMDDhhmmsstnnp` or empty
/// @param messageState message_state (5.2.28)
/// @param errorCode error_code, the reason of a failure in the terms of its network
/// @param tlvs TLVs
public record QuerySmResp(String messageId, String finalDate, int messageState, int errorCode, Tlvs tlvs)
        implements Response {
    public QuerySmResp {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(finalDate, "finalDate");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public QuerySmResp(String messageId, String finalDate, int messageState, int errorCode) {
        this(messageId, finalDate, messageState, errorCode, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.QUERY_SM_RESP;
    }

    static QuerySmResp read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new QuerySmResp(
                in.text(Field.MESSAGE_ID),
                in.text(Field.FINAL_DATE),
                in.int1("message_state"),
                in.int1("error_code"),
                in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.text(Field.FINAL_DATE, finalDate);
        out.int1("message_state", messageState);
        out.int1("error_code", errorCode);
        out.tlvs(tlvs);
    }
}
