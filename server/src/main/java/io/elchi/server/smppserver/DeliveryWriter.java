package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.messages.EventReceipt;
import io.elchi.server.messages.ReceiptRequest;
import io.elchi.server.messages.ReceiptStates;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.coding.DefaultAlphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.parts.TextPolicy;
import io.elchi.smstext.receipt.ReceiptFormat;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes events as the deliver_sm of one login (SMPP 3.4, 4.6; the text of receipts: appendix B).
final class DeliveryWriter {
    /// esm_class: a final receipt, an intermediate notification, a user data header (SMPP 3.4, 5.2.12).
    private static final int RECEIPT = 0x04;

    private static final int INTERMEDIATE = 0x20;
    private static final int MOST_SHORT_MESSAGE = 254;
    private static final int REFERENCES = 0xffff;
    /// The text of a message is in no event, and in no receipt.
    private static final ReceiptFormat FORMAT = ReceiptFormat.standard().withTextCharacters(0);

    private final SmppLogin login;
    private final Segmenter segmenter;

    DeliveryWriter(SmppLogin login) {
        this.login = login;
        LinkCoding coding = new LinkCoding(
                DefaultAlphabet.valueOf(login.submits().alphabet().name()), Septets.Padding.ZERO, Map.of());
        segmenter = new Segmenter(TextPolicy.standard().withLink(coding));
    }

    /// The deliver_sm of an event, in their order: several for a long message of a handset.
    ///
    /// @param hasTlvs whether the session's version has them
    List<DeliverSm> write(LoggedEvent event, boolean hasTlvs) {
        JsonNode data = JsonMapper.shared().readTree(event.data());
        if (event.type().equals(EventType.INBOUND_RECEIVED.text())) {
            return inbound(event, data);
        }
        JsonNode joined = data.get("joined_parts");
        return joined == null
                ? List.of(receipt(event, data, id(event.messageId(), data), hasTlvs))
                : receipts(event, data, joined, hasTlvs);
    }

    /// One for each part that asked for it: a part was answered with an id of its own.
    private List<DeliverSm> receipts(LoggedEvent event, JsonNode data, JsonNode joined, boolean hasTlvs) {
        boolean intermediate = event.type().equals(EventType.MESSAGE_INTERMEDIATE.text());
        MessageState state = MessageState.of(data.get("state").stringValue()).orElse(MessageState.UNKNOWN);
        ObjectNode ofPart = ((ObjectNode) data).put("parts", 1);
        List<DeliverSm> receipts = new ArrayList<>();
        for (int i = 0; i < joined.size(); i++) {
            int registered = joined.get(i).asInt(0);
            if (intermediate
                    ? ReceiptRequest.wantsIntermediate(registered)
                    : ReceiptRequest.wantsFinal(registered, state)) {
                MessageId part = PartIds.part(event.messageId(), i + 1);
                String id = MessageIdForm.write(part, login.delivery().ids());
                receipts.add(receipt(event, ofPart, id, hasTlvs));
            }
        }
        return receipts;
    }

    private DeliverSm receipt(LoggedEvent event, JsonNode data, String id, boolean hasTlvs) {
        boolean intermediate = event.type().equals(EventType.MESSAGE_INTERMEDIATE.text());
        ReceiptState state = ReceiptStates.of(
                MessageState.of(data.get("state").stringValue()).orElse(MessageState.UNKNOWN));
        SmppLogin.ReceiptForm form = hasTlvs ? login.delivery().receipts() : SmppLogin.ReceiptForm.TEXT;
        Tlvs tlvs = form == SmppLogin.ReceiptForm.TEXT
                ? Tlvs.NONE
                : Tlvs.NONE.with(TlvTag.RECEIPTED_MESSAGE_ID, id).with(TlvTag.MESSAGE_STATE, state.code());
        String text =
                form == SmppLogin.ReceiptForm.TLVS ? "" : FORMAT.write(EventReceipt.of(id, state, event, data, ""));
        return DeliverSm.builder()
                .source(SubmitReader.address(data.get("to").stringValue()))
                .destination(SubmitReader.address(data.get("from").stringValue()))
                .esmClass(intermediate ? INTERMEDIATE : RECEIPT)
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII))
                .tlvs(tlvs)
                .build();
    }

    /// The id that the client got in its answer: that of a submit_multi is the reference of its messages.
    private String id(MessageId message, JsonNode data) {
        JsonNode reference = data.get("reference");
        return reference != null
                ? reference.stringValue()
                : MessageIdForm.write(message, login.delivery().ids());
    }

    private List<DeliverSm> inbound(LoggedEvent event, JsonNode data) {
        DeliverSm.Builder common = DeliverSm.builder()
                .source(SubmitReader.address(data.get("from").stringValue()))
                .destination(SubmitReader.address(data.get("to").stringValue()));
        JsonNode text = data.get("text");
        if (text == null) {
            byte[] octets = HexFormat.of().parseHex(data.get("octets").stringValue());
            common.dataCoding(data.get("data_coding").intValue());
            return List.of(
                    octets.length <= MOST_SHORT_MESSAGE
                            ? common.shortMessage(Octets.of(octets)).build()
                            : common.tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, Octets.of(octets)))
                                    .build());
        }
        int reference = (int) (event.id() & REFERENCES);
        if (!(segmenter.segment(text.stringValue(), reference) instanceof Segmented.Parts parts)) {
            throw new IllegalArgumentException("the text cannot be written for a client");
        }
        return parts.list().stream()
                .map(part -> common.esmClass(parts.esmClass())
                        .dataCoding(parts.dataCoding())
                        .shortMessage(Octets.of(part.shortMessage()))
                        .build())
                .toList();
    }
}
