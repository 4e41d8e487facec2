package io.elchi.simulator;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Carries out the fate of one submit_sm: the response, and the receipts that were asked for.
record ReceivedSubmit(
        SimulatedOperator operator,
        Profile profile,
        Exchange exchange,
        SubmitSm submit,
        Received message,
        IssuedMessageId id,
        Fate fate,
        int status) {
    private static final int RECEIPT_ESM_CLASS = 0x04;
    private static final int INTERMEDIATE_ESM_CLASS = 0x20;
    /// Any receipt, or an intermediate notification (SMPP 5.0, 4.7.21).
    private static final int WANTS_TO_KNOW = 0x13;

    void go(Later later, long responseNanos) {
        boolean accepted = status == 0;
        if (accepted) {
            operator.pendingFinal().incrementAndGet();
        }
        if (accepted && fate.receiptEarly()) {
            finish();
        }
        later.after(responseNanos, () -> operator.whenAudible(this::respond));
        if (accepted && !fate.receiptEarly()) {
            later.after(responseNanos + fate.receiptNanos(), this::finish);
        }
    }

    private void respond() {
        if (fate.responseLost()) {
            operator.counters().add("responses_lost");
            exchange.ignore();
            return;
        }
        operator.counters().add(status == 0 ? "submit_sm_accepted" : "submit_sm_refused");
        if (status == 0) {
            exchange.respond(new SubmitSmResp(id.inResponse(), Tlvs.NONE));
        } else {
            exchange.respond(status, exchange.request().emptyResponse());
        }
    }

    private void finish() {
        operator.pendingFinal().decrementAndGet();
        boolean delivered = fate.state().equals("DELIVRD");
        if (profile.receipts().intermediate() && (submit.registeredDelivery() & WANTS_TO_KNOW) != 0) {
            send("ENROUTE", INTERMEDIATE_ESM_CLASS);
        }
        if (!wanted(delivered)) {
            return;
        }
        if (fate.receiptLost()) {
            operator.counters().add("receipts_lost");
            return;
        }
        send(fate.state(), RECEIPT_ESM_CLASS);
        if (fate.receiptDuplicated()) {
            operator.counters().add("receipts_duplicated");
            send(fate.state(), RECEIPT_ESM_CLASS);
        }
    }

    /// registered_delivery, bits 1 and 0 (SMPP 5.0, 4.7.21).
    private boolean wanted(boolean delivered) {
        return switch (submit.registeredDelivery() & 0x03) {
            case 1 -> true;
            case 2 -> !delivered;
            case 3 -> delivered;
            default -> false;
        };
    }

    private void send(String state, int esmClass) {
        Profile.Receipts form = profile.receipts();
        Tlvs tlvs = form.tlvs()
                ? Tlvs.NONE
                        .with(TlvTag.RECEIPTED_MESSAGE_ID, id.inReceipt())
                        .with(TlvTag.MESSAGE_STATE, ReceiptText.messageState(state))
                : Tlvs.NONE;
        String text = form.text() ? ReceiptText.write(form, message, id.inReceipt(), state, Instant.now()) : "";
        Address from = submit.destination();
        operator.counters().add("receipts");
        operator.deliveries(message.systemId())
                .add(
                        new Deliveries.Delivery(
                                DeliverSm.builder()
                                        .source(from)
                                        .destination(submit.source())
                                        .esmClass(esmClass)
                                        .shortMessage(Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)))
                                        .tlvs(tlvs)
                                        .build(),
                                true,
                                form.retryAfter().toNanos()),
                        form.maxPending());
    }
}
