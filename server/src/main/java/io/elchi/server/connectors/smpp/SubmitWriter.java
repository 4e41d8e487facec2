package io.elchi.server.connectors.smpp;

import io.elchi.server.core.Clock;
import io.elchi.server.messages.Message;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSegmenter;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smstext.parts.Part;
import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.time.ValidityForm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Writes a message as the submit_sm that one link wants.
final class SubmitWriter {
    private static final int SHORT_CODE_DIGITS = 8;

    private final LinkOptions options;
    private final Segmenter segmenter;
    private final ValidityForm validity;
    private final ZoneOffset clockOffset;
    private final Tlvs constant;
    private final Clock clock;

    /// @throws IllegalArgumentException if a TLV or the clock's offset has the wrong form
    SubmitWriter(LinkOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        segmenter = LinkSegmenter.of(options);
        validity = ValidityForm.valueOf(options.validity().name());
        clockOffset = ZoneOffset.of(options.receiptClock());
        constant = Tlvs.of(options.tlvs().stream().map(SubmitWriter::tlv).toList());
    }

    private static Tlv tlv(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + text + "' must be like 0x1400=31323334");
        }
        return new Tlv(
                Integer.decode(text.substring(0, equals).strip()),
                Octets.ofHex(text.substring(equals + 1).strip()));
    }

    /// The message's submit_sm, one a part, in order.
    ///
    /// @throws IllegalArgumentException if the link cannot carry the text
    List<SubmitSm> write(Message message) {
        Segmented segmented = segmenter.segment(message.text(), message.partReference());
        if (!(segmented instanceof Segmented.Parts parts)) {
            throw new IllegalArgumentException("the link cannot carry the text: " + segmented);
        }
        Address source = source(message.sender());
        Address destination = new Address(
                options.destinationTon(), options.destinationNpi(), message.to().digits());
        String until = validUntil(message);
        List<SubmitSm> submits = new ArrayList<>(parts.list().size());
        for (Part part : parts.list()) {
            submits.add(submit(parts, part, source, destination, until));
        }
        return submits;
    }

    private SubmitSm submit(Segmented.Parts parts, Part part, Address source, Address destination, String until) {
        Octets octets = Octets.of(part.shortMessage());
        Tlvs tlvs = constant;
        if (parts.sar()) {
            tlvs = tlvs.with(TlvTag.SAR_MSG_REF_NUM, part.reference())
                    .with(TlvTag.SAR_TOTAL_SEGMENTS, part.total())
                    .with(TlvTag.SAR_SEGMENT_SEQNUM, part.sequence());
        }
        if (parts.payload()) {
            tlvs = tlvs.with(TlvTag.MESSAGE_PAYLOAD, octets);
            octets = Octets.EMPTY;
        }
        return new SubmitSm(
                options.serviceType(),
                source,
                destination,
                parts.esmClass(),
                options.protocolId(),
                options.priorityFlag(),
                "",
                until,
                options.registeredDelivery(),
                0,
                parts.dataCoding(),
                0,
                octets,
                tlvs);
    }

    /// An alphanumeric sender, a short code or a number.
    private Address source(String sender) {
        String digits = sender.startsWith("+") ? sender.substring(1) : sender;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return new Address(options.alphaTon(), options.alphaNpi(), sender);
            }
        }
        return digits.length() <= SHORT_CODE_DIGITS
                ? new Address(options.shortTon(), options.shortNpi(), digits)
                : new Address(options.numberTon(), options.numberNpi(), digits);
    }

    private String validUntil(Message message) {
        Instant now = clock.now();
        Duration left = Duration.between(now, message.validUntil());
        return left.isPositive() ? validity.write(left, now, clockOffset).text() : "";
    }
}
