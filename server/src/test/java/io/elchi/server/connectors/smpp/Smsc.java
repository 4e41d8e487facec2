package io.elchi.server.connectors.smpp;

import io.elchi.server.core.Await;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.SmppSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A message centre over loopback: it keeps what it is sent until the test answers, or answers as it was told.
final class Smsc implements AutoCloseable {
    private final SmppServer server;
    private final BlockingQueue<Exchange> submits = new LinkedBlockingQueue<>();
    private final List<SmppSession> bound = new CopyOnWriteArrayList<>();
    private final AtomicInteger binds = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Consumer<Exchange> onSubmit = submits::add;
    private volatile CommandStatus refusing;

    Smsc() throws IOException, InterruptedException {
        this(SessionConfig.DEFAULTS);
    }

    Smsc(SessionConfig session) throws IOException, InterruptedException {
        server = SmppServer.start(ServerConfig.loopback(0, "smsc").session(session), request -> {
            binds.incrementAndGet();
            return refusing == null ? BindDecision.accept(new Handler()) : BindDecision.refuse(refusing);
        });
    }

    private final class Handler implements SessionHandler {
        @Override
        public void onRequest(Exchange exchange) {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            onSubmit.accept(exchange);
        }

        @Override
        public void onBound(SmppSession session) {
            bound.add(session);
        }

        @Override
        public void onClosed(SmppSession session, CloseReason reason) {
            bound.remove(session);
        }
    }

    int port() {
        return server.address().getPort();
    }

    /// Answers every submit_sm at once from now on.
    void take() {
        onSubmit = this::takes;
    }

    /// Keeps every submit_sm for the test again.
    void keep() {
        onSubmit = submits::add;
    }

    /// Refuses binds; null: takes them.
    void refusing(CommandStatus status) {
        refusing = status;
    }

    private void takes(Exchange exchange) {
        answer(exchange, 0, "id-" + exchange.sequence());
    }

    void answer(Exchange exchange, int status, String messageId) {
        open.decrementAndGet();
        exchange.respond(status, new SubmitSmResp(messageId, Tlvs.NONE));
    }

    /// The next submit_sm, unanswered.
    Exchange next() throws InterruptedException {
        Exchange exchange = submits.poll(60, TimeUnit.SECONDS);
        if (exchange == null) {
            throw new AssertionError("no submit_sm came");
        }
        return exchange;
    }

    static SubmitSm submit(Exchange exchange) {
        return (SubmitSm) exchange.request();
    }

    /// submit_sm that came and that the test has not looked at.
    int waiting() {
        return submits.size();
    }

    int binds() {
        return binds.get();
    }

    /// The most submit_sm that were ever unanswered.
    int mostOpen() {
        return mostOpen.get();
    }

    List<SmppSession> sessions() {
        return List.copyOf(bound);
    }

    SmppSession session() throws InterruptedException {
        Await.until("a session is bound", () -> !bound.isEmpty());
        return bound.getFirst();
    }

    /// Sends a request over the first session.
    <R extends Response> CompletableFuture<Reply<R>> deliver(Request<R> request) throws InterruptedException {
        CompletableFuture<Reply<R>> answered = new CompletableFuture<>();
        Offer offer = session().offer(request, answered::complete);
        if (offer != Offer.ACCEPTED) {
            throw new AssertionError(offer);
        }
        return answered;
    }

    static DeliverSm.Builder receipt() {
        return DeliverSm.builder().esmClass(0x04);
    }

    /// Connects to a link that listens, and asks it to bind.
    SmppSession outbind(InetSocketAddress link, Outbind outbind) throws IOException, InterruptedException {
        return server.outbind(link, outbind);
    }

    /// Cuts every connection.
    void cut() {
        server.sessions().forEach(SmppSession::close);
    }

    /// Unbinds every session in order.
    void unbind() {
        server.sessions().forEach(SmppSession::unbind);
    }

    void end() throws InterruptedException {
        server.close(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        server.close();
    }
}
