package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A PDU as hexadecimal text in which passwords and message text read `**`. Their octets are masked at every place
/// of the PDU: masking too much is safe.
final class MaskedHex {
    private static final HexFormat HEX = HexFormat.of();

    private MaskedHex() {}

    static String of(Pdu pdu, byte[] octets, int offset, int length) {
        StringBuilder text = new StringBuilder(HEX.formatHex(octets, offset, offset + length));
        for (byte[] secret : secrets(pdu)) {
            mask(text, octets, offset, length, secret);
        }
        return text.toString();
    }

    /// The header alone is shown.
    static String header(byte[] octets, int offset, int length) {
        int shown = Math.min(Framer.HEADER, length);
        return HEX.formatHex(octets, offset, offset + shown) + "**".repeat(length - shown);
    }

    private static List<byte[]> secrets(Pdu pdu) {
        List<byte[]> secrets = new ArrayList<>();
        switch (pdu) {
            case Bind bind -> secrets.add(bind.password().getBytes(StandardCharsets.ISO_8859_1));
            case Outbind outbind -> secrets.add(outbind.password().getBytes(StandardCharsets.ISO_8859_1));
            case SubmitSm submit -> secrets.add(octets(submit.shortMessage()));
            case DeliverSm deliver -> secrets.add(octets(deliver.shortMessage()));
            case SubmitMulti multi -> secrets.add(octets(multi.shortMessage()));
            case ReplaceSm replace -> secrets.add(octets(replace.shortMessage()));
            default -> {}
        }
        for (Tlv tlv : pdu.tlvs()) {
            if (tlv.tag() == TlvTag.MESSAGE_PAYLOAD.id()) {
                secrets.add(octets(tlv.value()));
            }
        }
        return secrets;
    }

    private static byte[] octets(Octets octets) {
        return octets.toArray();
    }

    private static void mask(StringBuilder text, byte[] octets, int offset, int length, byte[] secret) {
        if (secret.length == 0) {
            return;
        }
        for (int at = Framer.HEADER; at + secret.length <= length; at++) {
            if (matches(octets, offset + at, secret)) {
                for (int i = 0; i < 2 * secret.length; i++) {
                    text.setCharAt(2 * at + i, '*');
                }
            }
        }
    }

    private static boolean matches(byte[] octets, int at, byte[] secret) {
        for (int i = 0; i < secret.length; i++) {
            if (octets[at + i] != secret[i]) {
                return false;
            }
        }
        return true;
    }
}
