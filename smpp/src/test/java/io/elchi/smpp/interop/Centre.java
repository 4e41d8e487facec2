package io.elchi.smpp.interop;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Answer;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.BindRequest;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Our server as a small operator: binds `bank` with `secret`, numbers messages, refuses those from `status` with the
/// command_status they are addressed to, and sends a receipt for those that want one.
final class Centre implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final int RECEIPT = 0x04;

    private final BlockingQueue<SubmitSm> submitted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Reply<DeliverSmResp>> receipts = new LinkedBlockingQueue<>();
    private final BlockingQueue<SmppSession> bound = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger(1000);
    private final SmppServer server;

    /// @param tls null: none
    Centre(Tls tls) throws Exception {
        server = SmppServer.start(ServerConfig.loopback(0, "elchi").tls(tls), this::bind);
    }

    int port() {
        return server.address().getPort();
    }

    private BindDecision bind(BindRequest request) {
        boolean known = request.bind().systemId().equals("bank")
                && request.bind().password().equals("secret");
        if (!known) {
            return BindDecision.wrongCredentials();
        }
        SessionHandler answering = SessionHandler.onVirtualThreads(this::answer);
        return BindDecision.accept(new SessionHandler() {
            @Override
            public void onRequest(Exchange exchange) {
                answering.onRequest(exchange);
            }

            @Override
            public void onBound(SmppSession session) {
                bound.add(session);
            }
        });
    }

    private Answer answer(SmppSession session, Request<?> request) {
        if (!(request instanceof SubmitSm submit)) {
            return Answer.refuse(CommandStatus.ESME_RINVCMDID);
        }
        if (submit.source().digits().equals("status")) {
            return Answer.refuse(Integer.parseInt(submit.destination().digits()));
        }
        String id = Integer.toString(ids.incrementAndGet());
        submitted.add(submit);
        if (submit.registeredDelivery() != 0) {
            Thread.ofVirtual().start(() -> receipt(session, submit, id));
        }
        return Answer.ok(new SubmitSmResp(id, Tlvs.NONE));
    }

    private void receipt(SmppSession session, SubmitSm submit, String id) {
        String text = "id:" + id + " sub:001 dlvrd:001 submit date:2611240101 done date:2611240102 stat:DELIVRD err:000"
                + " text:hello";
        DeliverSm receipt = DeliverSm.builder()
                .source(submit.destination())
                .destination(submit.source())
                .esmClass(RECEIPT)
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII))
                .tlvs(Tlvs.NONE.with(TlvTag.RECEIPTED_MESSAGE_ID, id).with(TlvTag.MESSAGE_STATE, 2))
                .build();
        try {
            receipts.add(session.send(receipt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next session that was bound.
    SmppSession session() throws InterruptedException {
        return take(bound, "a session");
    }

    /// The next submit_sm that was accepted.
    SubmitSm submitted() throws InterruptedException {
        return take(submitted, "a submit_sm");
    }

    /// What the peer said to the next receipt.
    Reply<DeliverSmResp> receiptReply() throws InterruptedException {
        return take(receipts, "the reply to a receipt");
    }

    static <T> T take(BlockingQueue<T> queue, String what) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("within " + PATIENCE_SECONDS + " s there was not " + what);
        }
        return next;
    }

    @Override
    public void close() {
        server.close();
    }
}
