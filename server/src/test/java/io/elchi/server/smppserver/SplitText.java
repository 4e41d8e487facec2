package io.elchi.server.smppserver;

import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import java.nio.charset.StandardCharsets;

/// Parts as clients send them.
final class SplitText {
    private SplitText() {}

    /// With a reference of eight bits.
    static SubmitSm.Builder part(String text, int reference, int total, int number) {
        return part(text.getBytes(StandardCharsets.US_ASCII), 5, 0, 3, reference, total, number);
    }

    /// With a reference of 16 bits.
    static SubmitSm.Builder wide(String text, int reference, int total, int number) {
        return part(text.getBytes(StandardCharsets.US_ASCII), 6, 8, 4, reference >>> 8, reference, total, number);
    }

    /// With the sar_ TLVs.
    static SubmitSm.Builder segment(String text, int reference, int total, int number) {
        return SmppBank.submit(text)
                .tlvs(Tlvs.NONE
                        .with(TlvTag.SAR_MSG_REF_NUM, reference)
                        .with(TlvTag.SAR_TOTAL_SEGMENTS, total)
                        .with(TlvTag.SAR_SEGMENT_SEQNUM, number));
    }

    static SubmitSm.Builder part(byte[] payload, int... header) {
        byte[] octets = new byte[header.length + payload.length];
        for (int i = 0; i < header.length; i++) {
            octets[i] = (byte) header[i];
        }
        System.arraycopy(payload, 0, octets, header.length, payload.length);
        return SmppBank.submit("").esmClass(0x40).shortMessage(Octets.of(octets));
    }
}
