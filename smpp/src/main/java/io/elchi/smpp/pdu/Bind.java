package io.elchi.smpp.pdu;

import java.util.Objects;

/// bind_transmitter, bind_receiver and bind_transceiver (4.1): opens a session. No version gives it TLVs; some
/// peers do.
///
/// @param mode which of the three binds
/// @param systemId system_id, at most 15 octets; longer ones are written, too, as operators issue them
/// @param password at most 8 octets; likewise
/// @param systemType system_type, at most 12 octets
/// @param interfaceVersion interface_version, raw; [InterfaceVersion#of] reads it
/// @param addrTon addr_ton
/// @param addrNpi addr_npi
/// @param addressRange address_range, at most 40 octets (5.2.7)
/// @param tlvs TLVs
public record Bind(
        BindMode mode,
        String systemId,
        String password,
        String systemType,
        int interfaceVersion,
        int addrTon,
        int addrNpi,
        String addressRange,
        Tlvs tlvs)
        implements Request<BindResp> {
    public Bind {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(systemId, "systemId");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(systemType, "systemType");
        Objects.requireNonNull(addressRange, "addressRange");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.mode = mode;
        builder.systemId = systemId;
        builder.password = password;
        builder.systemType = systemType;
        builder.interfaceVersion = interfaceVersion;
        builder.addrTon = addrTon;
        builder.addrNpi = addrNpi;
        builder.addressRange = addressRange;
        builder.tlvs = tlvs;
        return builder;
    }

    @Override
    public int commandId() {
        return mode.commandId();
    }

    @Override
    public BindResp emptyResponse() {
        return new BindResp(mode, "", Tlvs.NONE);
    }

    static Bind read(BindMode mode, PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new Bind(
                mode,
                in.text(Field.SYSTEM_ID),
                in.text(Field.PASSWORD),
                in.text(Field.SYSTEM_TYPE),
                in.int1("interface_version"),
                in.int1("addr_ton"),
                in.int1("addr_npi"),
                in.text(Field.ADDRESS_RANGE),
                in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.text(Field.SYSTEM_ID, systemId);
        out.text(Field.PASSWORD, password);
        out.text(Field.SYSTEM_TYPE, systemType);
        out.int1("interface_version", interfaceVersion);
        out.int1("addr_ton", addrTon);
        out.int1("addr_npi", addrNpi);
        out.text(Field.ADDRESS_RANGE, addressRange);
        out.tlvs(tlvs);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Bind[mode=" + mode
                + ", systemId=" + systemId
                + ", password=***"
                + ", systemType=" + systemType
                + ", interfaceVersion=" + interfaceVersion
                + ", addrTon=" + addrTon
                + ", addrNpi=" + addrNpi
                + ", addressRange=" + addressRange
                + ", tlvs=" + tlvs + "]";
    }

    /// Builds a [Bind]; what is not set is empty or 0, but for mode TRANSCEIVER and interface_version 3.4.
    public static final class Builder {
        private BindMode mode = BindMode.TRANSCEIVER;
        private String systemId = "";
        private String password = "";
        private String systemType = "";
        private int interfaceVersion = InterfaceVersion.V3_4.code();
        private int addrTon;
        private int addrNpi;
        private String addressRange = "";
        private Tlvs tlvs = Tlvs.NONE;

        private Builder() {}

        public Builder mode(BindMode mode) {
            this.mode = mode;
            return this;
        }

        public Builder systemId(String systemId) {
            this.systemId = systemId;
            return this;
        }

        public Builder password(String password) {
            this.password = password;
            return this;
        }

        public Builder systemType(String systemType) {
            this.systemType = systemType;
            return this;
        }

        public Builder interfaceVersion(int interfaceVersion) {
            this.interfaceVersion = interfaceVersion;
            return this;
        }

        public Builder addrTon(int addrTon) {
            this.addrTon = addrTon;
            return this;
        }

        public Builder addrNpi(int addrNpi) {
            this.addrNpi = addrNpi;
            return this;
        }

        public Builder addressRange(String addressRange) {
            this.addressRange = addressRange;
            return this;
        }

        public Builder tlvs(Tlvs tlvs) {
            this.tlvs = tlvs;
            return this;
        }

        public Bind build() {
            return new Bind(
                    mode, systemId, password, systemType, interfaceVersion, addrTon, addrNpi, addressRange, tlvs);
        }
    }
}
