package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smstext.receipt.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Acknowledges what it gets, with one status.
final class Receiver implements SessionHandler {
    final BlockingQueue<DeliverSm> got = new LinkedBlockingQueue<>();
    volatile CommandStatus status = CommandStatus.ESME_ROK;

    @Override
    public void onRequest(Exchange exchange) {
        DeliverSm deliver = (DeliverSm) exchange.request();
        CommandStatus now = status;
        if (now == CommandStatus.ESME_ROK) {
            exchange.respond(new DeliverSmResp("", Tlvs.NONE));
        } else {
            exchange.refuse(now);
        }
        got.add(deliver);
    }

    DeliverSm next() throws InterruptedException {
        DeliverSm deliver = got.poll(30, TimeUnit.SECONDS);
        assertThat(deliver).as("a deliver_sm arrives").isNotNull();
        return deliver;
    }

    Receipt receipt() throws InterruptedException {
        return receipt(next());
    }

    static Receipt receipt(DeliverSm deliver) {
        return Receipt.parse(deliver.shortMessage().text(StandardCharsets.US_ASCII), ZoneOffset.UTC);
    }
}
