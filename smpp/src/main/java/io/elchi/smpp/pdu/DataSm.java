package io.elchi.smpp.pdu;

import java.util.Objects;

/// data_sm (4.7.1): a message in either direction, its text in the TLV message_payload. Addresses have at most 64
/// octets.
///
/// @param serviceType service_type, at most 5 octets
/// @param source source_addr with its TON and NPI
/// @param destination destination_addr with its TON and NPI
/// @param esmClass esm_class (5.2.12)
/// @param registeredDelivery registered_delivery (5.2.17)
/// @param dataCoding data_coding (5.2.19)
/// @param tlvs TLVs
public record DataSm(
        String serviceType,
        Address source,
        Address destination,
        int esmClass,
        int registeredDelivery,
        int dataCoding,
        Tlvs tlvs)
        implements Request<DataSmResp> {
    public DataSm {
        Objects.requireNonNull(serviceType, "serviceType");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
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
        builder.registeredDelivery = registeredDelivery;
        builder.dataCoding = dataCoding;
        builder.tlvs = tlvs;
        return builder;
    }

    @Override
    public int commandId() {
        return CommandId.DATA_SM;
    }

    @Override
    public DataSmResp emptyResponse() {
        return new DataSmResp("");
    }

    static DataSm read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new DataSm(
                in.text(Field.SERVICE_TYPE),
                in.address(Field.LONG_SOURCE_ADDR),
                in.address(Field.LONG_DESTINATION_ADDR),
                in.int1("esm_class"),
                in.int1("registered_delivery"),
                in.int1("data_coding"),
                in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SERVICE_TYPE, serviceType);
        out.address(Field.LONG_SOURCE_ADDR, source);
        out.address(Field.LONG_DESTINATION_ADDR, destination);
        out.int1("esm_class", esmClass);
        out.int1("registered_delivery", registeredDelivery);
        out.int1("data_coding", dataCoding);
        out.tlvs(tlvs);
    }

    /// Builds a [DataSm]; what is not set is empty or 0.
    public static final class Builder {
        private String serviceType = "";
        private Address source = Address.NONE;
        private Address destination = Address.NONE;
        private int esmClass;
        private int registeredDelivery;
        private int dataCoding;
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

        public Builder registeredDelivery(int registeredDelivery) {
            this.registeredDelivery = registeredDelivery;
            return this;
        }

        public Builder dataCoding(int dataCoding) {
            this.dataCoding = dataCoding;
            return this;
        }

        public Builder tlvs(Tlvs tlvs) {
            this.tlvs = tlvs;
            return this;
        }

        public DataSm build() {
            return new DataSm(serviceType, source, destination, esmClass, registeredDelivery, dataCoding, tlvs);
        }
    }
}
