package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.SmppSession;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A receipt that is due comes until it is acknowledged, as from a real message centre.
class ReceiptsTest extends OperatorScene {
    private Totals.ReceiptTotals receipts() {
        return operator().totals().receipts();
    }

    @Test
    void anAnswerThatNeverComesBringsItAgain() throws Exception {
        ClientConfig config = start("response_timer: 50ms\nreceipts: {retry_after: 10ms}");
        BlockingQueue<Exchange> unanswered = new LinkedBlockingQueue<>();
        AtomicInteger tries = new AtomicInteger();
        SmppSession session = client.connect(config, exchange -> {
            if (tries.incrementAndGet() < 3) {
                unanswered.add(exchange);
            } else {
                taking.onRequest(exchange);
            }
        });
        String id = accepted(session.send(submit()));
        assertThat(text(receipt())).contains("id:" + id + " ");
        until("it is acknowledged", () -> receipts().outstanding() == 0);
        assertThat(receipts()).isEqualTo(new Totals.ReceiptTotals(1, 3, 1, 0, 0));
        assertThat(unanswered).hasSize(2);
    }

    @Test
    void aConnectionThatDiesBringsItAgainAfterTheNextBind() throws Exception {
        ClientConfig config = start("receipts: {retry_after: 10ms}");
        SmppSession first =
                client.connect(config, exchange -> exchange.session().close());
        String id = accepted(first.send(submit()));
        assertThat(first.awaitClosed(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        assertThat(receipts().outstanding()).isEqualTo(1);
        client.connect(config, taking);
        assertThat(text(receipt())).contains("id:" + id + " ");
        until("it is acknowledged", () -> receipts().outstanding() == 0);
        assertThat(receipts().acknowledged()).isEqualTo(1);
    }

    /// A hundred receipts to an ESME that refuses some, leaves some unanswered, and hangs up now and then: in the
    /// end it has each of them.
    @Test
    void noneIsLostWhateverTheEsmeDoes() throws Exception {
        int messages = 100;
        ClientConfig config = start("response_timer: 50ms\nreceipts: {retry_after: 5ms}");
        SmppSession transmitter = client.connect(config.mode(BindMode.TRANSMITTER), taking);
        for (int i = 0; i < messages; i++) {
            accepted(transmitter.send(submit()));
        }
        assertThat(receipts().outstanding()).isEqualTo(messages);
        AtomicInteger tries = new AtomicInteger();
        while (receipts().outstanding() > 0) {
            SmppSession receiver = client.connect(config.mode(BindMode.RECEIVER), exchange -> {
                switch (tries.incrementAndGet() % 40) {
                    case 0 -> exchange.session().close();
                    case 1, 2 -> exchange.refuse(CommandStatus.ESME_RX_T_APPN);
                    case 3 -> exchange.ignore();
                    default -> taking.onRequest(exchange);
                }
            });
            until(
                    "it hangs up, or has all",
                    () -> !receiver.state().isBound() || receipts().outstanding() == 0);
        }
        assertThat(delivered.stream()
                        .map(receipt -> text(receipt).split(" ")[0])
                        .distinct())
                .hasSize(messages);
        Totals.ReceiptTotals totals = receipts();
        assertThat(totals.due()).isEqualTo(messages);
        assertThat(totals.acknowledged()).isEqualTo(messages);
        assertThat(totals.sent()).isGreaterThan(messages);
    }

    /// Not at once, however it came to be sent.
    @Test
    void aRefusedOneWaitsBeforeItComesAgain() throws Exception {
        ClientConfig config = start("receipts: {retry_after: 60m}");
        SmppSession transmitter = client.connect(config.mode(BindMode.TRANSMITTER), taking);
        accepted(transmitter.send(submit()));
        AtomicInteger tries = new AtomicInteger();
        SmppSession receiver = client.connect(config.mode(BindMode.RECEIVER), exchange -> {
            tries.incrementAndGet();
            exchange.refuse(CommandStatus.ESME_RX_T_APPN);
        });
        until("it was refused", () -> counters().get("deliver_sm_not_taken") == 1);
        // What follows on the same connection comes after what would have followed at once.
        operator().sendMo("998931112233", "7070", "STOP");
        until("the next one was refused", () -> tries.get() == 2);
        assertThat(receiver.state().isBound()).isTrue();
        assertThat(receipts()).isEqualTo(new Totals.ReceiptTotals(1, 1, 0, 0, 1));
    }

    @Test
    void theOldestIsDroppedWhenTooManyWait() throws Exception {
        ClientConfig config = start("receipts: {max_pending: 2}");
        SmppSession transmitter = client.connect(config.mode(BindMode.TRANSMITTER), taking);
        for (int i = 0; i < 5; i++) {
            accepted(transmitter.send(submit()));
        }
        assertThat(receipts()).isEqualTo(new Totals.ReceiptTotals(5, 0, 0, 3, 2));
        client.connect(config.mode(BindMode.RECEIVER), taking);
        assertThat(text(receipt())).startsWith("id:0000000004 ");
        assertThat(text(receipt())).startsWith("id:0000000005 ");
    }

    @Test
    void inTlvsAlone() throws Exception {
        SmppSession session = bound("receipts: {text: false, states: {EXPIRED: 1}}\nmessage_ids: {response: uuid}");
        String id = accepted(session.send(submit()));
        assertThat(id).hasSize(36);
        DeliverSm receipt = receipt();
        assertThat(receipt.shortMessage().isEmpty()).isTrue();
        assertThat(receipt.tlvs().get(TlvTag.RECEIPTED_MESSAGE_ID)).contains(id);
        assertThat(receipt.tlvs().get(TlvTag.MESSAGE_STATE)).contains(3);
    }

    /// registered_delivery 0 wants nothing, of an operator that sends intermediate notifications either.
    @Test
    void noneThatNobodyAskedFor() throws Exception {
        SmppSession session = bound("receipts: {intermediate: true, duplicated: 1}");
        SubmitSm unasked = submit().toBuilder().registeredDelivery(0).build();
        for (int i = 0; i < 20; i++) {
            accepted(session.send(unasked));
        }
        String asked = accepted(session.send(submit()));
        assertThat(receipt().esmClass()).isEqualTo(0x20);
        assertThat(text(receipt())).contains("id:" + asked + " ");
        assertThat(text(receipt())).contains("id:" + asked + " ");
        assertThat(delivered.poll(50, TimeUnit.MILLISECONDS)).isNull();
        assertThat(receipts().due()).isEqualTo(3);
    }
}
