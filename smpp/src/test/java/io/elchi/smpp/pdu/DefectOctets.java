package io.elchi.smpp.pdu;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Octets of PDUs with fields over their maximum, which [PduCodec] refuses to write.
final class DefectOctets {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private DefectOctets() {}

    static byte[] unlimited(Request<?> pdu) {
        DefectOctets octets = new DefectOctets();
        switch (pdu) {
            case SubmitSm p ->
                octets.text(p.serviceType())
                        .address(p.source())
                        .address(p.destination())
                        .ints(p.esmClass(), p.protocolId(), p.priorityFlag())
                        .text(p.scheduleDeliveryTime())
                        .text(p.validityPeriod())
                        .ints(p.registeredDelivery(), p.replaceIfPresent(), p.dataCoding(), p.smDefaultMsgId())
                        .ints(p.shortMessage().length())
                        .octets(p.shortMessage());
            case Bind p ->
                octets.text(p.systemId())
                        .text(p.password())
                        .text(p.systemType())
                        .ints(p.interfaceVersion(), p.addrTon(), p.addrNpi())
                        .text(p.addressRange());
            case QuerySm p -> octets.text(p.messageId()).address(p.source());
            default -> throw new IllegalArgumentException(pdu.command());
        }
        UnknownPdu raw = new UnknownPdu(pdu.commandId(), Octets.of(octets.body.toByteArray()));
        return PduCodec.encode(new Frame(0, 1, raw));
    }

    private DefectOctets text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return ints(0);
    }

    private DefectOctets address(Address address) {
        return ints(address.ton(), address.npi()).text(address.digits());
    }

    private DefectOctets ints(int... values) {
        for (int value : values) {
            body.write(value);
        }
        return this;
    }

    private DefectOctets octets(Octets octets) {
        body.writeBytes(octets.toArray());
        return this;
    }
}
