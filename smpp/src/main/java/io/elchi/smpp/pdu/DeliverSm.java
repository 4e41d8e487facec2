package io.elchi.smpp.pdu;

import java.util.Objects;

/// deliver_sm (4.6.1): a message or a delivery receipt for the ESME; esm_class distinguishes them. The same shape
/// as [SubmitSm].
///
/// @param serviceType service_type, at most 5 octets
/// @param source source_addr with its TON and NPI
/// @param destination destination_addr with its TON and NPI
/// @param esmClass esm_class (5.2.12)
/// @param protocolId protocol_id (5.2.13)
/// @param priorityFlag priority_flag (5.2.14)
/// @param scheduleDeliveryTime `YYMMDDhhmmsstnnp` or empty (5.2.15, 7.1.1)
/// @param validityPeriod `YYMMDDhhmmsstnnp` or empty (5.2.16, 7.1.1)
/// @param registeredDelivery registered_delivery (5.2.17)
/// @param replaceIfPresent replace_if_present_flag (5.2.18)
/// @param dataCoding data_coding (5.2.19)
/// @param smDefaultMsgId sm_default_msg_id (5.2.20)
/// @param shortMessage at most 255 octets (254 in 3.4), with its user data header
/// @param tlvs TLVs
public record DeliverSm(
        String serviceType,
        Address source,
        Address destination,
        int esmClass,
        int protocolId,
        int priorityFlag,
        String scheduleDeliveryTime,
        String validityPeriod,
        int registeredDelivery,
        int replaceIfPresent,
        int dataCoding,
        int smDefaultMsgId,
        Octets shortMessage,
        Tlvs tlvs)
        implements Request<DeliverSmResp> {
    public DeliverSm {
        Objects.requireNonNull(serviceType, "serviceType");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
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
        builder.serviceType = serviceType;
        builder.source = source;
        builder.destination = destination;
        builder.esmClass = esmClass;
        builder.protocolId = protocolId;
        builder.priorityFlag = priorityFlag;
        builder.scheduleDeliveryTime = scheduleDeliveryTime;
        builder.validityPeriod = validityPeriod;
        builder.registeredDelivery = registeredDelivery;
        builder.replaceIfPresent = replaceIfPresent;
        builder.dataCoding = dataCoding;
        builder.smDefaultMsgId = smDefaultMsgId;
        builder.shortMessage = shortMessage;
        builder.tlvs = tlvs;
        return builder;
    }

    @Override
    public int commandId() {
        return CommandId.DELIVER_SM;
    }

    @Override
    public DeliverSmResp emptyResponse() {
        return new DeliverSmResp("");
    }

    static DeliverSm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new DeliverSm(
                in.text(Field.SERVICE_TYPE),
                in.address(Field.SOURCE_ADDR),
                in.address(Field.DESTINATION_ADDR),
                in.int1("esm_class"),
                in.int1("protocol_id"),
                in.int1("priority_flag"),
                in.text(Field.SCHEDULE_DELIVERY_TIME),
                in.text(Field.VALIDITY_PERIOD),
                in.int1("registered_delivery"),
                in.int1("replace_if_present_flag"),
                in.int1("data_coding"),
                in.int1("sm_default_msg_id"),
                in.shortMessage(),
                in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SERVICE_TYPE, serviceType);
        out.address(Field.SOURCE_ADDR, source);
        out.address(Field.DESTINATION_ADDR, destination);
        out.int1("esm_class", esmClass);
        out.int1("protocol_id", protocolId);
        out.int1("priority_flag", priorityFlag);
        out.text(Field.SCHEDULE_DELIVERY_TIME, scheduleDeliveryTime);
        out.text(Field.VALIDITY_PERIOD, validityPeriod);
        out.int1("registered_delivery", registeredDelivery);
        out.int1("replace_if_present_flag", replaceIfPresent);
        out.int1("data_coding", dataCoding);
        out.int1("sm_default_msg_id", smDefaultMsgId);
        out.shortMessage(shortMessage);
        out.tlvs(tlvs);
    }

    /// Without the content of the message.
    @Override
    public String toString() {
        return "DeliverSm[serviceType=" + serviceType
                + ", source=" + source
                + ", destination=" + destination
                + ", esmClass=" + esmClass
                + ", protocolId=" + protocolId
                + ", priorityFlag=" + priorityFlag
                + ", scheduleDeliveryTime=" + scheduleDeliveryTime
                + ", validityPeriod=" + validityPeriod
                + ", registeredDelivery=" + registeredDelivery
                + ", replaceIfPresent=" + replaceIfPresent
                + ", dataCoding=" + dataCoding
                + ", smDefaultMsgId=" + smDefaultMsgId
                + ", shortMessage=" + shortMessage.length() + " octets"
                + ", tlvs=" + tlvs + "]";
    }

    /// Builds a [DeliverSm]; what is not set is empty or 0.
    public static final class Builder {
        private String serviceType = "";
        private Address source = Address.NONE;
        private Address destination = Address.NONE;
        private int esmClass;
        private int protocolId;
        private int priorityFlag;
        private String scheduleDeliveryTime = "";
        private String validityPeriod = "";
        private int registeredDelivery;
        private int replaceIfPresent;
        private int dataCoding;
        private int smDefaultMsgId;
        private Octets shortMessage = Octets.EMPTY;
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

        public Builder destination(Address destination) {
            this.destination = destination;
            return this;
        }

        public Builder esmClass(int esmClass) {
            this.esmClass = esmClass;
            return this;
        }

        public Builder protocolId(int protocolId) {
            this.protocolId = protocolId;
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

        public Builder registeredDelivery(int registeredDelivery) {
            this.registeredDelivery = registeredDelivery;
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

        public Builder shortMessage(Octets shortMessage) {
            this.shortMessage = shortMessage;
            return this;
        }

        public Builder tlvs(Tlvs tlvs) {
            this.tlvs = tlvs;
            return this;
        }

        public DeliverSm build() {
            return new DeliverSm(
                    serviceType,
                    source,
                    destination,
                    esmClass,
                    protocolId,
                    priorityFlag,
                    scheduleDeliveryTime,
                    validityPeriod,
                    registeredDelivery,
                    replaceIfPresent,
                    dataCoding,
                    smDefaultMsgId,
                    shortMessage,
                    tlvs);
        }
    }
}
