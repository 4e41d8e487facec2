package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/// An operator `test` and an ESME that takes what it delivers.
abstract class OperatorScene {
    static final int PATIENCE_SECONDS = 30;

    final SmppClient client = SmppClient.create(1);
    final BlockingQueue<DeliverSm> delivered = new LinkedBlockingQueue<>();
    final SessionHandler taking = exchange -> {
        delivered.add((DeliverSm) exchange.request());
        exchange.respond(new DeliverSmResp("", Tlvs.NONE));
    };
    Simulator simulator;

    @AfterEach
    void close() {
        client.close();
        if (simulator != null) {
            simulator.close();
        }
    }

    ClientConfig start(String yaml) throws Exception {
        simulator = Simulator.of(1, "name: test\n" + yaml);
        return ClientConfig.transceiver("127.0.0.1", simulator.ports().get("test"), "elchi", "secret");
    }

    SmppSession bound(String yaml) throws Exception {
        return client.connect(start(yaml), taking);
    }

    static SubmitSm submit() {
        return SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "998901234567"))
                .registeredDelivery(1)
                .shortMessage(Octets.of("code 1234".getBytes(StandardCharsets.US_ASCII)))
                .build();
    }

    static String accepted(Reply<SubmitSmResp> reply) {
        if (reply instanceof Reply.Answered<SubmitSmResp> answered && answered.ok()) {
            return answered.body().messageId();
        }
        throw new AssertionError("not accepted: " + reply);
    }

    DeliverSm receipt() throws InterruptedException {
        DeliverSm receipt = delivered.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(receipt).as("a receipt").isNotNull();
        return receipt;
    }

    static String text(DeliverSm receipt) {
        return receipt.shortMessage().text(StandardCharsets.ISO_8859_1);
    }

    SimulatedOperator operator() {
        return simulator.operator("test");
    }

    Counters counters() {
        return operator().counters();
    }

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
            Thread.sleep(Duration.ofMillis(2));
        }
    }
}
