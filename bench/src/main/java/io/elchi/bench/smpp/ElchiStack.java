package io.elchi.bench.smpp;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Answer;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.SmppSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Ours. The server's handler runs on a virtual thread a request, or on the event loop; the client offers from the
/// reply before, or blocks in as many virtual threads as the window has places.
final class ElchiStack implements Stack {
    enum Handlers {
        VIRTUAL_THREADS,
        EVENT_LOOP
    }

    enum Callers {
        CALLBACKS,
        BLOCKING
    }

    private static final Octets TEXT =
            Octets.of("Your code is 493817. Do not tell it to anybody.".getBytes(StandardCharsets.US_ASCII));

    private final Handlers handlers;
    private final Callers callers;
    private final int window;
    private final SmppServer server;
    private final SmppClient client;
    private final List<SmppSession> sessions = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();

    ElchiStack(Handlers handlers, Callers callers, int window, int count) throws Exception {
        this.handlers = handlers;
        this.callers = callers;
        this.window = window;
        SessionConfig config = SessionConfig.DEFAULTS.but().window(window).build();
        SessionHandler handler = switch (handlers) {
            case VIRTUAL_THREADS -> SessionHandler.onVirtualThreads((_, request) -> Answer.ok(respond(request)));
            case EVENT_LOOP -> exchange -> exchange.respond(respond(exchange.request()));
        };
        server = SmppServer.start(ServerConfig.loopback(0, "bench").session(config), _ -> BindDecision.accept(handler));
        client = SmppClient.create();
        ClientConfig login = ClientConfig.transceiver(
                        "127.0.0.1", server.address().getPort(), "bench", "secret")
                .session(config);
        for (int i = 0; i < count; i++) {
            sessions.add(client.connect(
                    login, exchange -> exchange.respond(exchange.request().emptyResponse())));
        }
    }

    private SubmitSmResp respond(Request<?> request) {
        if (!(request instanceof SubmitSm)) {
            throw new IllegalStateException("not a submit_sm: " + request);
        }
        return new SubmitSmResp(Integer.toHexString(ids.incrementAndGet()), Tlvs.NONE);
    }

    private static SubmitSm submit(int number) {
        return SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "9989" + (10_000_000 + number % 10_000_000)))
                .registeredDelivery(1)
                .shortMessage(TEXT)
                .build();
    }

    @Override
    public String name() {
        String where =
                handlers == Handlers.VIRTUAL_THREADS ? "handlers on virtual threads" : "handlers on the event loop";
        return "Elchi, " + where + (callers == Callers.BLOCKING ? ", blocking callers" : ", callbacks");
    }

    @Override
    public void send(int messages) throws Exception {
        switch (callers) {
            case CALLBACKS -> sendByCallbacks(messages);
            case BLOCKING -> sendByCallers(messages);
        }
    }

    @Override
    public int answered() {
        return ids.get();
    }

    private void sendByCallbacks(int messages) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(messages);
        AtomicInteger left = new AtomicInteger(messages);
        for (SmppSession session : sessions) {
            for (int i = 0; i < window; i++) {
                next(session, left, done);
            }
        }
        done.await();
    }

    private static void next(SmppSession session, AtomicInteger left, CountDownLatch done) {
        int number = left.getAndDecrement();
        if (number <= 0) {
            return;
        }
        Offer offer = session.offer(submit(number), reply -> {
            expectOk(reply);
            done.countDown();
            next(session, left, done);
        });
        if (offer != Offer.ACCEPTED) {
            throw new IllegalStateException("offer: " + offer);
        }
    }

    private void sendByCallers(int messages) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(messages);
        List<Thread> threads = new ArrayList<>();
        for (SmppSession session : sessions) {
            for (int i = 0; i < window; i++) {
                threads.add(Thread.ofVirtual().name("caller-", i).start(() -> {
                    for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
                        try {
                            expectOk(session.send(submit(number)));
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void expectOk(Reply<SubmitSmResp> reply) {
        if (reply.statusOrMinusOne() != 0) {
            throw new IllegalStateException("reply: " + reply);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
