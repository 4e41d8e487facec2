package io.elchi.smpp.pdu;

import java.util.Objects;

/// alert_notification (4.12.1): a mobile that was away is there again.
///
/// @param source source_addr with its TON and NPI
/// @param esme esme_addr with its TON and NPI, at most 64 octets
/// @param tlvs TLVs
public record AlertNotification(Address source, Address esme, Tlvs tlvs) implements Notice {
    public AlertNotification {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(esme, "esme");
        Objects.requireNonNull(tlvs, "tlvs");
    }

    public AlertNotification(Address source, Address esme) {
        this(source, esme, Tlvs.NONE);
    }

    @Override
    public int commandId() {
        return CommandId.ALERT_NOTIFICATION;
    }

    static AlertNotification read(PduReader in) {
        // The arguments are evaluated from left to right, which is the order of the wire.
        return new AlertNotification(in.address(Field.LONG_SOURCE_ADDR), in.address(Field.ESME_ADDR), in.tlvs());
    }

    @Override
    public void writeBody(PduWriter out) {
        out.address(Field.LONG_SOURCE_ADDR, source);
        out.address(Field.ESME_ADDR, esme);
        out.tlvs(tlvs);
    }
}
