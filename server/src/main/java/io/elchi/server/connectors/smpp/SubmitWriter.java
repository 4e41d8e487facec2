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
import java.util.function.Supplier;

/// Writes a message as the submit_sm that one link wants.
final class SubmitWriter {
    private static final int SHORT_CODE_DIGITS = 8;

    private final LinkOptions.Submit submit;
    private final LinkOptions.Addresses addresses;
    private final Segmenter segmenter;
    private final ValidityForm validity;
    private final Supplier<ZoneOffset> clockOffset;
    private final Tlvs constant;
    private final Clock clock;

    /// @param clockOffset of the operator's dates; it may change
    /// @throws IllegalArgumentException if a data_coding names an unknown character set, or a TLV has a length
    ///     that its tag does not allow
    SubmitWriter(LinkOptions options, Supplier<ZoneOffset> clockOffset, Clock clock) {
        submit = options.submit();
        addresses = options.addresses();
        this.clockOffset = clockOffset;
        this.clock = clock;
        segmenter = LinkSegmenter.of(options.text());
        validity = ValidityForm.valueOf(submit.validity().name());
        constant = Tlvs.of(submit.fixedTlvs().stream().map(SubmitWriter::tlv).toList());
    }

    private static Tlv tlv(LinkOptions.Submit.FixedTlv fixed) {
        TlvTag<?> known = TlvTag.of(fixed.tag());
        if (known != null && !known.allows(fixed.value().length)) {
            throw new IllegalArgumentException("tlvs: " + known + " has " + known.minLength() + " to "
                    + known.maxLength() + " octets, not " + fixed.value().length);
        }
        return new Tlv(fixed.tag(), Octets.of(fixed.value()));
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
                addresses.destinationTon(),
                addresses.destinationNpi(),
                message.to().digits());
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
                submit.serviceType(),
                source,
                destination,
                parts.esmClass(),
                submit.protocolId(),
                submit.priorityFlag(),
                "",
                until,
                submit.registeredDelivery(),
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
                return new Address(addresses.alphaTon(), addresses.alphaNpi(), sender);
            }
        }
        return digits.length() <= SHORT_CODE_DIGITS
                ? new Address(addresses.shortTon(), addresses.shortNpi(), digits)
                : new Address(addresses.numberTon(), addresses.numberNpi(), digits);
    }

    private String validUntil(Message message) {
        Instant now = clock.now();
        Duration left = Duration.between(now, message.validUntil());
        return left.isPositive() ? validity.write(left, now, clockOffset.get()).text() : "";
    }
}
