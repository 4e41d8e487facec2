package io.elchi.smpp.interop;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Our client as a bank would use it: takes every deliver_sm, submits what a test wants to see at the other end.
final class Phone implements AutoCloseable {
    private final BlockingQueue<DeliverSm> delivered = new LinkedBlockingQueue<>();
    final SmppClient client = SmppClient.create(1);
    final SessionHandler taking = exchange -> {
        if (exchange.request() instanceof DeliverSm deliver) {
            delivered.add(deliver);
            exchange.respond(new DeliverSmResp("", Tlvs.NONE));
        } else {
            exchange.respond(exchange.request().emptyResponse());
        }
    };

    static ClientConfig login(int port) {
        return ClientConfig.transceiver("localhost", port, "bank", "secret");
    }

    SmppSession bind(ClientConfig config) throws IOException, InterruptedException {
        return client.connect(config, taking);
    }

    DeliverSm delivered() throws InterruptedException {
        return Centre.take(delivered, "a deliver_sm");
    }

    static SubmitSm.Builder submit(String text) {
        return SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "998901234567"))
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII));
    }

    /// The refusal of a message that asks for this command_status.
    static SubmitSm refused(int status) {
        return submit("x")
                .source(new Address(5, 0, "status"))
                .destination(new Address(1, 1, Integer.toString(status)))
                .build();
    }

    static String accepted(Reply<SubmitSmResp> reply) {
        if (reply instanceof Reply.Answered<SubmitSmResp> answered && answered.ok()) {
            return answered.body().messageId();
        }
        throw new AssertionError("not accepted: " + reply);
    }

    @Override
    public void close() {
        client.close();
    }
}
