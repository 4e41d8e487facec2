package io.elchi.smpp.pdu;

import java.util.Objects;

/// broadcast_sm (5.0, 4.4.1): a message to all mobiles of an area. Text, area, content type, repetitions and
/// interval are TLVs.
///
/// @param serviceType service_type, at most 5 octets
/// @param source source_addr with its TON and NPI
/// @param messageId message_id, at most 64 octets
/// @param priorityFlag priority_flag (5.2.14)
/// @param scheduleDeliveryTime `YYMMDDhhmmsstnnp` or empty (5.2.15, 7.1.1)
/// @param validityPeriod `YYMMDDhhmmsstnnp` or empty (5.2.16, 7.1.1)
/// @param replaceIfPresent replace_if_present_flag (5.2.18)
/// @param dataCoding data_coding (5.2.19)
/// @param smDefaultMsgId sm_default_msg_id (5.2.20)
/// @param tlvs TLVs
public record BroadcastSm(
        String serviceType,
        Address source,
        String messageId,
        int priorityFlag,
        String scheduleDeliveryTime,
        String validityPeriod,
        int replaceIfPresent,
        int dataCoding,
        int smDefaultMsgId,
        Tlvs tlvs)
        implements Request<BroadcastSmResp> {
    public BroadcastSm {
        Objects.requireNonNull(serviceType, "serviceType");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(scheduleDeliveryTime, "scheduleDeliveryTime");
        Objects.requireNonNull(validityPeriod, "validityPeriod");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.serviceType = serviceType;
        builder.source = source;
        builder.messageId = messageId;
        builder.priorityFlag = priorityFlag;
        builder.scheduleDeliveryTime = scheduleDeliveryTime;
        builder.validityPeriod = validityPeriod;
        builder.replaceIfPresent = replaceIfPresent;
        builder.dataCoding = dataCoding;
        builder.smDefaultMsgId = smDefaultMsgId;
        builder.tlvs = tlvs;
        return builder;
    }

    @Override
    public int commandId() {
        return CommandId.BROADCAST_SM;
    }

    @Override
    public BroadcastSmResp emptyResponse() {
        return new BroadcastSmResp("");
    }

    static BroadcastSm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new BroadcastSm(
                in.text(Field.SERVICE_TYPE),
                in.address(Field.SOURCE_ADDR),
                in.text(Field.MESSAGE_ID),
                in.int1("priority_flag"),
                in.text(Field.SCHEDULE_DELIVERY_TIME),
                in.text(Field.VALIDITY_PERIOD),
                in.int1("replace_if_present_flag"),
                in.int1("data_coding"),
                in.int1("sm_default_msg_id"),
                in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SERVICE_TYPE, serviceType);
        out.address(Field.SOURCE_ADDR, source);
        out.text(Field.MESSAGE_ID, messageId);
        out.int1("priority_flag", priorityFlag);
        out.text(Field.SCHEDULE_DELIVERY_TIME, scheduleDeliveryTime);
        out.text(Field.VALIDITY_PERIOD, validityPeriod);
        out.int1("replace_if_present_flag", replaceIfPresent);
        out.int1("data_coding", dataCoding);
        out.int1("sm_default_msg_id", smDefaultMsgId);
        out.tlvs(tlvs);
    }

    /// Builds a [BroadcastSm]; what is not set is empty or 0.
    public static final class Builder {
        private String serviceType = "";
        private Address source = Address.NONE;
        private String messageId = "";
        private int priorityFlag;
        private String scheduleDeliveryTime = "";
        private String validityPeriod = "";
        private int replaceIfPresent;
        private int dataCoding;
        private int smDefaultMsgId;
        private Tlvs tlvs = Tlvs.NONE;

        private Builder() {}

        public Builder serviceType(String serviceType) {
            this.serviceType = serviceType;
            return this;
        }

        public Builder source(Address source) {
            this.source = source;
            return this;
        }

        public Builder messageId(String messageId) {
            this.messageId = messageId;
            return this;
        }

        public Builder priorityFlag(int priorityFlag) {
            this.priorityFlag = priorityFlag;
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

        public Builder replaceIfPresent(int replaceIfPresent) {
            this.replaceIfPresent = replaceIfPresent;
            return this;
        }

        public Builder dataCoding(int dataCoding) {
            this.dataCoding = dataCoding;
            return this;
        }

        public Builder smDefaultMsgId(int smDefaultMsgId) {
            this.smDefaultMsgId = smDefaultMsgId;
            return this;
        }

        public Builder tlvs(Tlvs tlvs) {
            this.tlvs = tlvs;
            return this;
        }

        public BroadcastSm build() {
            return new BroadcastSm(
                    serviceType,
                    source,
                    messageId,
                    priorityFlag,
                    scheduleDeliveryTime,
                    validityPeriod,
                    replaceIfPresent,
                    dataCoding,
                    smDefaultMsgId,
                    tlvs);
        }
    }
}
