package io.elchi.smpp.pdu;

import java.util.Objects;

/// replace_sm (4.10.1): a new text for a message that still waits. 5.0 also allows the TLV message_payload.
///
/// @param messageId message_id, at most 64 octets
/// @param source source_addr with its TON and NPI
/// @param scheduleDeliveryTime `YYMMDDhhmmsstnnp` or empty (5.2.15, 7.1.1)
/// @param validityPeriod `YYMMDDhhmmsstnnp` or empty (5.2.16, 7.1.1)
/// @param registeredDelivery registered_delivery (5.2.17)
/// @param smDefaultMsgId sm_default_msg_id (5.2.20)
/// @param shortMessage at most 255 octets (254 in 3.4), with its user data header
/// @param tlvs TLVs
public record ReplaceSm(
        String messageId,
        Address source,
        String scheduleDeliveryTime,
        String validityPeriod,
        int registeredDelivery,
        int smDefaultMsgId,
        Octets shortMessage,
        Tlvs tlvs)
        implements Request<ReplaceSmResp> {
    public ReplaceSm {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(scheduleDeliveryTime, "scheduleDeliveryTime");
        Objects.requireNonNull(validityPeriod, "validityPeriod");
        Objects.requireNonNull(shortMessage, "shortMessage");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.messageId = messageId;
        builder.source = source;
        builder.scheduleDeliveryTime = scheduleDeliveryTime;
        builder.validityPeriod = validityPeriod;
        builder.registeredDelivery = registeredDelivery;
        builder.smDefaultMsgId = smDefaultMsgId;
        builder.shortMessage = shortMessage;
        builder.tlvs = tlvs;
        return builder;
    }

    @Override
    public int commandId() {
        return CommandId.REPLACE_SM;
    }

    @Override
    public ReplaceSmResp emptyResponse() {
        return new ReplaceSmResp();
    }

    static ReplaceSm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new ReplaceSm(
                in.text(Field.MESSAGE_ID),
                in.address(Field.SOURCE_ADDR),
                in.text(Field.SCHEDULE_DELIVERY_TIME),
                in.text(Field.VALIDITY_PERIOD),
                in.int1("registered_delivery"),
                in.int1("sm_default_msg_id"),
                in.shortMessage(),
                in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.MESSAGE_ID, messageId);
        out.address(Field.SOURCE_ADDR, source);
        out.text(Field.SCHEDULE_DELIVERY_TIME, scheduleDeliveryTime);
        out.text(Field.VALIDITY_PERIOD, validityPeriod);
        out.int1("registered_delivery", registeredDelivery);
        out.int1("sm_default_msg_id", smDefaultMsgId);
        out.shortMessage(shortMessage);
        out.tlvs(tlvs);
    }

    /// Without the content of the message.
    @Override
    public String toString() {
        return "ReplaceSm[messageId=" + messageId
                + ", source=" + source
                + ", scheduleDeliveryTime=" + scheduleDeliveryTime
                + ", validityPeriod=" + validityPeriod
                + ", registeredDelivery=" + registeredDelivery
                + ", smDefaultMsgId=" + smDefaultMsgId
                + ", shortMessage=" + shortMessage.length() + " octets"
                + ", tlvs=" + tlvs + "]";
    }

    /// Builds a [ReplaceSm]; what is not set is empty or 0.
    public static final class Builder {
        private String messageId = "";
        private Address source = Address.NONE;
        private String scheduleDeliveryTime = "";
        private String validityPeriod = "";
        private int registeredDelivery;
        private int smDefaultMsgId;
        private Octets shortMessage = Octets.EMPTY;
        private Tlvs tlvs = Tlvs.NONE;

        private Builder() {}

        public Builder messageId(String messageId) {
            this.messageId = messageId;
            return this;
        }

        public Builder source(Address source) {
            this.source = source;
            return this;
        }

        public Builder scheduleDeliveryTime(String scheduleDeliveryTime) {
            this.scheduleDeliveryTime = scheduleDeliveryTime;
            return this;
        }

        public Builder validityPeriod(String validityPeriod) {
            this.validityPeriod = validityPeriod;
            return this;
        }

        public Builder registeredDelivery(int registeredDelivery) {
            this.registeredDelivery = registeredDelivery;
            return this;
        }

        public Builder smDefaultMsgId(int smDefaultMsgId) {
            this.smDefaultMsgId = smDefaultMsgId;
            return this;
        }

        public Builder shortMessage(Octets shortMessage) {
            this.shortMessage = shortMessage;
            return this;
        }

        public Builder tlvs(Tlvs tlvs) {
            this.tlvs = tlvs;
            return this;
        }

        public ReplaceSm build() {
            return new ReplaceSm(
                    messageId,
                    source,
                    scheduleDeliveryTime,
                    validityPeriod,
                    registeredDelivery,
                    smDefaultMsgId,
                    shortMessage,
                    tlvs);
        }
    }
}
