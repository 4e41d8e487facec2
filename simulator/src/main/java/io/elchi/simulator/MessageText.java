package io.elchi.simulator;

import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.Ucs2Alphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.parts.Slot;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The text of a message, decoded from and encoded to the wire.
final class MessageText {
    private static final int UDHI = 0x40;
    private static final int UCS2 = 0x08;
    private static final int MAX_SHORT_MESSAGE = 254;

    private MessageText() {}

    /// A submit_sm, readable; its outcome is still open.
    static Received received(long number, Instant time, String systemId, SubmitSm submit) {
        byte[] octets = submit.shortMessage().length() > 0 || submit.tlvs().size() == 0
                ? submit.shortMessage().toArray()
                : submit.tlvs().get(TlvTag.MESSAGE_PAYLOAD).orElse(Octets.EMPTY).toArray();
        boolean udhi = (submit.esmClass() & UDHI) != 0;
        UserData data = UserData.read(submit.dataCoding(), udhi, octets);
        String text = LinkCoding.standard()
                .text(List.of(data))
                .orElseGet(() -> HexFormat.of().formatHex(data.payload()));
        Optional<Slot> slot = Slot.of(data.header()).or(() -> sar(submit.tlvs()));
        return new Received(
                number,
                time,
                systemId,
                submit.source().digits(),
                submit.destination().digits(),
                text,
                submit.dataCoding(),
                submit.esmClass(),
                submit.registeredDelivery(),
                udhi ? HexFormat.of().formatHex(octets, 0, octets.length - data.payload().length) : "",
                slot.map(Slot::reference).orElse(0),
                slot.map(Slot::sequence).orElse(0),
                slot.map(Slot::total).orElse(0),
                0,
                "",
                "");
    }

    private static Optional<Slot> sar(Tlvs tlvs) {
        Optional<Integer> reference = tlvs.get(TlvTag.SAR_MSG_REF_NUM);
        Optional<Integer> total = tlvs.get(TlvTag.SAR_TOTAL_SEGMENTS);
        Optional<Integer> sequence = tlvs.get(TlvTag.SAR_SEGMENT_SEQNUM);
        return reference.isPresent() && total.isPresent() && sequence.isPresent()
                ? Slot.sar(reference.get(), total.get(), sequence.get())
                : Optional.empty();
    }

    /// Puts a text into a message: GSM 7 bit when it fits, else UCS-2; into message_payload when it is long.
    static DeliverSm.Builder put(DeliverSm.Builder message, String text) {
        Alphabet gsm = GsmAlphabet.gsm();
        boolean plain = gsm.units(text) >= 0;
        Alphabet alphabet = plain ? gsm : Ucs2Alphabet.ucs2();
        Octets octets = Octets.of(alphabet.encode(text, '?'));
        message.dataCoding(plain ? 0 : UCS2);
        return octets.length() <= MAX_SHORT_MESSAGE
                ? message.shortMessage(octets)
                : message.tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, octets));
    }
}
