package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.Outcomes;
import io.elchi.server.connectors.dispatch.ReceiptReading;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSegmenter;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.Defect;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Exchange;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.receipt.DeliveryReport;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptTlvs;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Handles deliver_sm and data_sm of an operator: receipts and messages from handsets. Answered when it is stored,
/// or refused at once when the queue is full, so that the operator sends it again.
final class InboundHandler {
    private static final int UDHI = 0x40;
    private static final int UCS2 = 8;
    private static final byte[] NO_OCTETS = {};
    /// The field of a defect when a TLV ends before its value.
    private static final String TLV_HEADER = "TLV";

    private final long operatorId;
    private final Supplier<ReceiptReading> receipts;
    private final LinkCoding coding;
    private final Outcomes outcomes;
    private final Clock clock;

    /// @param receipts of the operator; they may change
    InboundHandler(
            long operatorId, LinkOptions options, Supplier<ReceiptReading> receipts, Outcomes outcomes, Clock clock) {
        this.operatorId = operatorId;
        this.outcomes = outcomes;
        this.clock = clock;
        this.receipts = receipts;
        coding = LinkSegmenter.coding(options.text());
    }

    /// The common fields of deliver_sm and data_sm.
    private record Arrived(Address from, Address to, int esmClass, int dataCoding, Octets octets, Tlvs tlvs) {
        static Arrived of(Request<?> request) {
            return switch (request) {
                case DeliverSm sm ->
                    new Arrived(
                            sm.source(),
                            sm.destination(),
                            sm.esmClass(),
                            sm.dataCoding(),
                            sm.shortMessage(),
                            sm.tlvs());
                case DataSm sm ->
                    new Arrived(sm.source(), sm.destination(), sm.esmClass(), sm.dataCoding(), Octets.EMPTY, sm.tlvs());
                default -> null;
            };
        }

        byte[] text() {
            return (octets.isEmpty() ? tlvs.get(TlvTag.MESSAGE_PAYLOAD).orElse(Octets.EMPTY) : octets).toArray();
        }
    }

    /// Takes a request of the operator's; runs on the session's event loop.
    void take(Exchange exchange) {
        Arrived arrived = Arrived.of(exchange.request());
        if (arrived == null) {
            exchange.refuse(CommandStatus.ESME_RINVCMDID);
            return;
        }
        byte[] octets = arrived.text();
        Optional<DeliveryReport> report = report(arrived, octets, exchange.defects());
        Runnable acknowledge = () -> exchange.respond(exchange.request().emptyResponse());
        Outcome outcome = report.isPresent()
                ? new Outcome.Receipt(operatorId, receipt(report.get(), arrived), acknowledge, clock.now())
                : received(arrived, octets, wire(arrived, exchange.defects()), acknowledge);
        if (!outcomes.offer(outcome)) {
            exchange.refuse(CommandStatus.ESME_RX_T_APPN);
        }
    }

    /// The receipt that a request of the operator brings; empty: none.
    Optional<DeliveryReport> report(Request<?> request) {
        Arrived arrived = Arrived.of(request);
        return arrived == null ? Optional.empty() : report(arrived, arrived.text(), List.of());
    }

    private Optional<DeliveryReport> report(Arrived arrived, byte[] octets, List<Defect> defects) {
        String characters = Receipt.characters(octets, arrived.dataCoding == UCS2);
        return receipts.get().policy().read(arrived.esmClass, characters, tlvs(whole(arrived.tlvs, defects)));
    }

    /// Without a last one whose value is cut: it must not speak against the text.
    private static Tlvs whole(Tlvs tlvs, List<Defect> defects) {
        for (Defect defect : defects) {
            if (defect.kind() == Defect.Kind.TLV_STREAM && !defect.field().equals(TLV_HEADER) && !tlvs.isEmpty()) {
                return tlvs.without(tlvs.at(tlvs.size() - 1).tag());
            }
        }
        return tlvs;
    }

    private static ReceiptTlvs tlvs(Tlvs tlvs) {
        if (tlvs.isEmpty()) {
            return ReceiptTlvs.NONE;
        }
        return ReceiptTlvs.of(
                tlvs.get(TlvTag.RECEIPTED_MESSAGE_ID).orElse(""),
                tlvs.get(TlvTag.MESSAGE_STATE).orElse(-1),
                tlvs.get(TlvTag.NETWORK_ERROR_CODE).map(Octets::toArray).orElse(NO_OCTETS));
    }

    private static ReceiptReport receipt(DeliveryReport report, Arrived arrived) {
        return new ReceiptReport(
                report.id().raw(),
                report.id().key(),
                report.state(),
                report.receipt().stat().isEmpty()
                        ? report.state().word()
                        : report.receipt().stat(),
                report.err().isEmpty() ? null : report.err(),
                report.done().orElse(null),
                arrived.from.digits(),
                arrived.to.digits(),
                report.receipt().raw());
    }

    private Outcome received(Arrived arrived, byte[] octets, Outcome.Received.Wire wire, Runnable acknowledge) {
        UserData data = UserData.read(arrived.dataCoding, (arrived.esmClass & UDHI) != 0, octets);
        String text = coding.text(List.of(data)).orElse(null);
        return new Outcome.Received(
                operatorId,
                arrived.from.digits(),
                arrived.to.digits(),
                text,
                arrived.dataCoding,
                octets,
                wire,
                acknowledge,
                clock.now());
    }

    private Outcome.Received.Wire wire(Arrived arrived, List<Defect> defects) {
        return new Outcome.Received.Wire(
                arrived.from.ton(),
                arrived.from.npi(),
                arrived.to.ton(),
                arrived.to.npi(),
                arrived.esmClass,
                arrived.tlvs.get(TlvTag.SAR_MSG_REF_NUM).orElse(-1),
                arrived.tlvs.get(TlvTag.SAR_TOTAL_SEGMENTS).orElse(-1),
                arrived.tlvs.get(TlvTag.SAR_SEGMENT_SEQNUM).orElse(-1),
                messageId(whole(arrived.tlvs, defects)),
                octets(arrived.tlvs),
                defects.isEmpty()
                        ? null
                        : defects.stream()
                                .map(defect -> defect.kind() + " " + defect.field())
                                .collect(Collectors.joining(",")),
                coding);
    }

    /// null: none. A 0 is written by operators that have no id.
    private static String messageId(Tlvs tlvs) {
        return tlvs.get(TlvTag.RECEIPTED_MESSAGE_ID)
                .filter(id -> !id.isBlank() && !id.equals("0"))
                .orElse(null);
    }

    /// As on the wire: tag, length, value.
    private static byte[] octets(Tlvs tlvs) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (Tlv tlv : tlvs) {
            byte[] value = tlv.value().toArray();
            for (int number : new int[] {tlv.tag(), value.length}) {
                wire.write(number >>> 8);
                wire.write(number);
            }
            wire.writeBytes(value);
        }
        return wire.toByteArray();
    }
}
