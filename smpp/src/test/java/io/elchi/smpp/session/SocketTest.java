package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Client and server over a real socket.
class SocketTest {
    private static final SessionHandler DEAF = exchange -> exchange.refuse(CommandStatus.ESME_RSYSERR);

    private final SmppClient client = SmppClient.create(1);
    private SmppServer server;

    @AfterEach
    void close() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private ClientConfig serve(SessionHandler handler) throws Exception {
        return serve(ServerConfig.loopback(0, "elchi"), _ -> BindDecision.accept(handler));
    }

    private ClientConfig serve(ServerConfig config, BindHandler binds) throws Exception {
        server = SmppServer.start(config, binds);
        return ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret");
    }

    private static SessionHandler numbering() {
        AtomicInteger ids = new AtomicInteger();
        return SessionHandler.onVirtualThreads(
                (_, _) -> Answer.ok(new SubmitSmResp("id" + ids.incrementAndGet(), Tlvs.NONE)));
    }

    @Test
    void submitsWithBlockingCalls() throws Exception {
        SmppSession session = client.connect(serve(numbering()), DEAF);
        Reply<SubmitSmResp> reply = session.send(ScriptedPdus.submit());
        assertThat(reply).isInstanceOfSatisfying(Reply.Answered.class, answered -> {
            assertThat(answered.ok()).isTrue();
            assertThat(((SubmitSmResp) answered.body()).messageId()).isEqualTo("id1");
            assertThat(answered.nanos()).isPositive();
        });
        assertThat(session.systemId()).isEqualTo("elchi");
        session.unbind();
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND);
        assertThat(session.send(ScriptedPdus.submit())).isInstanceOf(Reply.NotSent.class);
    }

    @Test
    void manyCallersShareAWindow() throws Exception {
        AtomicInteger inProgress = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ClientConfig config = serve(SessionHandler.onVirtualThreads((_, _) -> {
            most.accumulateAndGet(inProgress.incrementAndGet(), Math::max);
            Thread.yield();
            inProgress.decrementAndGet();
            return Answer.ok(new SubmitSmResp("x", Tlvs.NONE));
        }));
        SmppSession session = client.connect(
                config.session(SessionConfig.DEFAULTS.but().window(5).build()), DEAF);
        AtomicInteger ok = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 100; j++) {
                    try {
                        if (session.send(ScriptedPdus.submit()).statusOrMinusOne() == 0) {
                            ok.incrementAndGet();
                        }
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(ok).hasValue(5_000);
        assertThat(most.get()).isBetween(1, 5);
        assertThat(session.inFlight()).isZero();
    }

    @Test
    void deliversInBothDirectionsAtOnce() throws Exception {
        BlockingQueue<SmppSession> bound = new LinkedBlockingQueue<>();
        ClientConfig config = serve(new SessionHandler() {
            @Override
            public void onRequest(Exchange exchange) {
                exchange.respond(new SubmitSmResp("m", Tlvs.NONE));
            }

            @Override
            public void onBound(SmppSession session) {
                bound.add(session);
            }
        });
        AtomicInteger delivered = new AtomicInteger();
        SmppSession esme = client.connect(config, exchange -> {
            delivered.incrementAndGet();
            exchange.respond(new DeliverSmResp("", Tlvs.NONE));
        });
        SmppSession centre = bound.poll(30, TimeUnit.SECONDS);
        for (int i = 0; i < 500; i++) {
            assertThat(esme.send(ScriptedPdus.submit()).statusOrMinusOne()).isZero();
            assertThat(centre.send(ScriptedPdus.deliver()).statusOrMinusOne()).isZero();
        }
        assertThat(delivered).hasValue(500);
    }

    @Test
    void inOrderKeepsTheOrderOfArrival() throws Exception {
        List<Integer> seen = new ArrayList<>();
        ClientConfig config = serve(SessionHandler.inOrder((_, request) -> {
            if (request instanceof SubmitSm submit) {
                seen.add(submit.protocolId()); // One at a time, so without a lock.
            }
            Thread.yield();
            return Answer.ok();
        }));
        SmppSession session = client.connect(
                config.session(SessionConfig.DEFAULTS.but().window(200).build()), DEAF);
        ConcurrentLinkedQueue<Integer> answered = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            int number = i;
            SubmitSm submit = ScriptedPdus.submit().toBuilder().protocolId(i).build();
            assertThat(session.offer(submit, _ -> {
                        answered.add(number);
                        done.countDown();
                    }))
                    .isEqualTo(Offer.ACCEPTED);
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).hasSize(200).isSorted();
        assertThat(List.copyOf(answered)).hasSize(200).isSorted();
    }

    @Test
    void anExceptionOfTheUserIsAnAnswer() throws Exception {
        ClientConfig config = serve(SessionHandler.onVirtualThreads((_, _) -> {
            throw new IllegalStateException("planted");
        }));
        SmppSession session = client.connect(config, DEAF);
        assertThat(session.send(ScriptedPdus.submit()).statusOrMinusOne()).isEqualTo(CommandStatus.ESME_RSYSERR.code());
        assertThat(session.state().isBound()).isTrue();
    }

    @Test
    void whatCannotBeWrittenIsSaidAndCostsNothing() throws Exception {
        SmppSession session = client.connect(serve(numbering()), DEAF);
        SubmitSm bad = ScriptedPdus.submit().toBuilder().serviceType("too long").build();
        assertThat(session.send(bad)).isInstanceOfSatisfying(Reply.NotSent.class, notSent -> {
            assertThat(notSent.why()).isEqualTo(Offer.INVALID);
            assertThat(notSent.detail()).contains("service_type");
        });
        assertThat(session.inFlight()).isZero();
        assertThat(session.send(ScriptedPdus.submit()).statusOrMinusOne()).isZero();
    }

    /// Item 16: wrong guesses are slow and few.
    @Test
    void aRefusedBindSaysItsStatus() throws Exception {
        ClientConfig config = serve(
                ServerConfig.loopback(0, "elchi").failedBinds(Duration.ZERO, 3, Duration.ofHours(1)),
                _ -> BindDecision.wrongCredentials());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.connect(config, DEAF))
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RINVPASWD.code()));
        }
        // The fourth is not even listened to (item 16).
        assertThatThrownBy(() -> client.connect(config, DEAF))
                .isInstanceOfSatisfying(
                        BindFailedException.class, e -> assertThat(e.reason()).isEqualTo(CloseReason.DISCONNECTED));
    }

    /// Item 16: the delay is as long as it is set, whatever the other timers say.
    @Test
    void aSlowRefusalIsStillAnAnswer() throws Exception {
        SessionConfig hasty = SessionConfig.DEFAULTS
                .but()
                .sessionInitTimer(Duration.ofMillis(50))
                .responseTimer(Duration.ofMillis(50))
                .build();
        ClientConfig config = serve(
                ServerConfig.loopback(0, "elchi")
                        .session(hasty)
                        .failedBinds(Duration.ofMillis(300), 100, Duration.ofHours(1)),
                _ -> BindDecision.wrongCredentials());
        assertThatThrownBy(() -> client.connect(config, DEAF))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RINVPASWD.code()));
    }

    /// Item 15: allow lists need the address and the name, before the bind.
    @Test
    void theBindDeciderSeesWhoComesFromWhere() throws Exception {
        ClientConfig config = serve(
                ServerConfig.loopback(0, "elchi"),
                request -> request.remote().getAddress().isLoopbackAddress()
                                && request.bind().systemId().equals("bank")
                        ? BindDecision.refuse(CommandStatus.ESME_RBINDFAIL)
                        : BindDecision.accept(DEAF));
        assertThatThrownBy(() -> client.connect(config, DEAF))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RBINDFAIL.code()));
    }

    @Test
    void theBindDeciderMayFail() throws Exception {
        List<BindHandler> faulty = List.of(
                _ -> {
                    throw new IOException("planted");
                },
                _ -> {
                    throw new AssertionError("planted");
                },
                _ -> null);
        for (BindHandler decider : faulty) {
            ClientConfig config = serve(ServerConfig.loopback(0, "elchi"), decider);
            assertThatThrownBy(() -> client.connect(config, DEAF))
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RSYSERR.code()));
            server.close();
        }
    }

    /// Item 15.
    @Test
    void bindsPerSystemIdAreLimited() throws Exception {
        ClientConfig config =
                serve(ServerConfig.loopback(0, "elchi").limits(100, 2), _ -> BindDecision.accept(numbering()));
        SmppSession first = client.connect(config, DEAF);
        client.connect(config, DEAF);
        assertThatThrownBy(() -> client.connect(config, DEAF))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RALYBND.code()));
        first.unbind();
        Await.until("the place is free", () -> server.sessions().size() == 1);
        client.connect(config, DEAF);
    }

    @Test
    void nobodyThere() throws Exception {
        int port = serve(DEAF).port();
        server.close();
        assertThatThrownBy(() -> client.connect(ClientConfig.transceiver("127.0.0.1", port, "a", "b"), DEAF))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(BindFailedException.class)
                .hasMessageContaining(Integer.toString(port));
    }

    @Test
    void aServerThatClosesInOrderLosesNothing() throws Exception {
        CountDownLatch arrived = new CountDownLatch(10);
        CountDownLatch go = new CountDownLatch(1);
        ClientConfig config = serve(SessionHandler.onVirtualThreads((_, _) -> {
            arrived.countDown();
            go.await();
            return Answer.ok(new SubmitSmResp("m", Tlvs.NONE));
        }));
        SmppSession session = client.connect(config, DEAF);
        AtomicInteger ok = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            session.offer(ScriptedPdus.submit(), reply -> ok.addAndGet(reply.statusOrMinusOne() == 0 ? 1 : 0));
        }
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(() -> {
            try {
                server.close(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        go.countDown();
        closing.join();
        assertThat(ok).hasValue(10);
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND_BY_PEER);
    }
}
