package io.elchi.server.connectors.smpp;

import io.elchi.server.core.Clock;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.Message;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSegmenter;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smstext.coding.DataCoding;
import io.elchi.smstext.parts.Part;
import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.time.ValidityForm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Writes a message as the submit_sm that one link wants.
final class SubmitWriter {
    private static final int SHORT_CODE_DIGITS = 8;
    /// The bits of registered_delivery that ask for a final receipt, and their value for a receipt of every state.
    private static final int FINAL_RECEIPT = 0x03;
    private static final int EVERY_FINAL_STATE = 0x01;
    /// The bit of esm_class for a user data header (SMPP 3.4, 5.2.12).
    private static final int UDHI = 0x40;
    /// Octets of short_message, at most (SMPP 3.4, 5.2.21).
    private static final int MOST_SHORT_MESSAGE = 254;

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
        return switch (message.content()) {
            case Content.Text text -> text(message, text);
            case Content.Erased _ -> throw new IllegalArgumentException("the content cannot be read any more");
            case Content.Binary binary -> List.of(binary(new Envelope(message), binary));
            case Content.Parts parts -> {
                Envelope envelope = new Envelope(message);
                yield parts.list().stream()
                        .map(part -> readyMade(envelope, part))
                        .toList();
            }
        };
    }

    private List<SubmitSm> text(Message message, Content.Text text) {
        Segmented segmented = segmenter.segment(text.text(), message.partReference());
        if (!(segmented instanceof Segmented.Parts parts)) {
            throw new IllegalArgumentException("the link cannot carry the text: " + segmented);
        }
        Envelope envelope = new Envelope(message);
        List<SubmitSm> submits = new ArrayList<>(parts.list().size());
        for (Part part : parts.list()) {
            submits.add(split(envelope, parts, part));
        }
        return submits;
    }

    private SubmitSm split(Envelope envelope, Segmented.Parts parts, Part part) {
        Octets octets = Octets.of(part.shortMessage());
        Tlvs tlvs = envelope.tlvs;
        if (parts.sar()) {
            tlvs = tlvs.with(TlvTag.SAR_MSG_REF_NUM, part.reference())
                    .with(TlvTag.SAR_TOTAL_SEGMENTS, part.total())
                    .with(TlvTag.SAR_SEGMENT_SEQNUM, part.sequence());
        }
        if (parts.payload()) {
            tlvs = tlvs.with(TlvTag.MESSAGE_PAYLOAD, octets);
            octets = Octets.EMPTY;
        }
        // A link writes texts as 0x00 or 0x08 alone.
        int dataCoding = envelope.options.flash() ? parts.dataCoding() | DataCoding.FLASH : parts.dataCoding();
        return envelope.submit(parts.esmClass(), dataCoding, octets, tlvs);
    }

    private static SubmitSm binary(Envelope envelope, Content.Binary binary) {
        byte[] header = binary.header();
        byte[] octets = Arrays.copyOf(header, header.length + binary.octets().length);
        System.arraycopy(binary.octets(), 0, octets, header.length, binary.octets().length);
        return envelope.submit(header.length > 0 ? UDHI : 0, binary.dataCoding(), Octets.of(octets), envelope.tlvs);
    }

    /// What does not fit into short_message travels in message_payload.
    private static SubmitSm readyMade(Envelope envelope, Content.Part part) {
        Octets octets = Octets.of(part.octets());
        return octets.length() <= MOST_SHORT_MESSAGE
                ? envelope.submit(part.esmClass(), part.dataCoding(), octets, envelope.tlvs)
                : envelope.submit(
                        part.esmClass(),
                        part.dataCoding(),
                        Octets.EMPTY,
                        envelope.tlvs.with(TlvTag.MESSAGE_PAYLOAD, octets));
    }

    /// The fields that all submit_sm of a message have in common.
    private final class Envelope {
        private final Address source;
        private final Address destination;
        private final String validUntil;
        private final DeliveryOptions options;
        private final Tlvs tlvs;

        Envelope(Message message) {
            options = message.options();
            source = source(message.sender(), options);
            destination = new Address(
                    addresses.destinationTon(),
                    addresses.destinationNpi(),
                    message.to().digits());
            validUntil = validUntil(message);
            tlvs = options.tlvs().isEmpty() ? constant : merged(options.tlvs());
        }

        SubmitSm submit(int esmClass, int dataCoding, Octets shortMessage, Tlvs own) {
            return new SubmitSm(
                    submit.serviceType(),
                    source,
                    destination,
                    esmClass,
                    set(options.protocolId(), submit.protocolId()),
                    set(options.priority(), submit.priorityFlag()),
                    "",
                    validUntil,
                    registeredDelivery(options.registeredDelivery(), submit.registeredDelivery()),
                    0,
                    dataCoding,
                    0,
                    shortMessage,
                    own);
        }
    }

    private Address source(String sender, DeliveryOptions options) {
        Address links = source(sender);
        return options.sourceTon() == DeliveryOptions.UNSET && options.sourceNpi() == DeliveryOptions.UNSET
                ? links
                : new Address(
                        set(options.sourceTon(), links.ton()), set(options.sourceNpi(), links.npi()), links.digits());
    }

    private static int set(int own, int links) {
        return own == DeliveryOptions.UNSET ? links : own;
    }

    /// The receipts that the client or the link asks for. Without those of the link, the state of the message would
    /// stay unknown here (SMPP 3.4, 5.2.17: bits 1 and 0 are one number, the others stand alone).
    private static int registeredDelivery(int own, int links) {
        if (own == DeliveryOptions.UNSET) {
            return links;
        }
        int wanted = own & FINAL_RECEIPT;
        int needed = links & FINAL_RECEIPT;
        int receipt = wanted == needed || wanted == 0 ? needed : needed == 0 ? wanted : EVERY_FINAL_STATE;
        return (own | links) & ~FINAL_RECEIPT | receipt;
    }

    /// The link's TLVs and the message's own: one tag of both is the message's.
    private Tlvs merged(List<DeliveryOptions.Tlv> own) {
        Tlvs all = constant;
        for (DeliveryOptions.Tlv tlv : own) {
            all = all.without(tlv.tag());
        }
        for (DeliveryOptions.Tlv tlv : own) {
            all = all.plus(new Tlv(tlv.tag(), Octets.of(tlv.value())));
        }
        return all;
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
