package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.pdu.Unbind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong in the user's code stays one request's trouble.
class FaultyUserTest {
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
        SessionConfig config = SessionConfig.DEFAULTS.but().maxInProgress(4).build();
        server = SmppServer.start(ServerConfig.loopback(0, "elchi").session(config), _ -> BindDecision.accept(handler));
        return ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret");
    }

    static Stream<Answerer> faultyAnswerers() {
        return Stream.of(
                (_, _) -> {
                    throw new IllegalStateException("planted");
                },
                (_, _) -> {
                    throw new AssertionError("planted");
                },
                (_, _) -> {
                    throw new InterruptedException("planted");
                },
                (_, _) -> null,
                (_, _) -> Answer.ok(new DeliverSmResp("", Tlvs.NONE)));
    }

    /// More of them than the limit of requests in progress: not one keeps its place, nor stops those behind it.
    @ParameterizedTest
    @MethodSource("faultyAnswerers")
    void everyRequestIsAnswered(Answerer faulty) throws Exception {
        for (boolean ordered : new boolean[] {false, true}) {
            Answerer answerer = (session, request) -> ((SubmitSm) request).protocolId() == 0
                    ? faulty.answer(session, request)
                    : Answer.ok(new SubmitSmResp("1", Tlvs.NONE));
            SessionHandler handler =
                    ordered ? SessionHandler.inOrder(answerer) : SessionHandler.onVirtualThreads(answerer);
            SmppSession session = client.connect(serve(handler), DEAF);
            for (int i = 0; i < 10; i++) {
                assertThat(session.send(ScriptedPdus.submit()).statusOrMinusOne())
                        .isEqualTo(CommandStatus.ESME_RSYSERR.code());
            }
            SubmitSm good = ScriptedPdus.submit().toBuilder().protocolId(1).build();
            assertThat(session.send(good).statusOrMinusOne()).isZero();
            server.close();
        }
    }

    @Test
    void replyHandlersThatThrowDoNotKeepOthersFromTheirReplies() throws Exception {
        CountDownLatch arrived = new CountDownLatch(3);
        SmppSession session = client.connect(serve(_ -> arrived.countDown()), DEAF);
        CountDownLatch replies = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            session.offer(ScriptedPdus.submit(), _ -> {
                replies.countDown();
                throw new AssertionError("planted");
            });
        }
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        session.close();
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(replies.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anOnBoundThatThrowsDoesNotUndoTheBind() throws Exception {
        SmppSession session = client.connect(
                serve(exchange -> exchange.respond(new SubmitSmResp("1", Tlvs.NONE))), new SessionHandler() {
                    @Override
                    public void onRequest(Exchange exchange) {
                        exchange.refuse(CommandStatus.ESME_RSYSERR);
                    }

                    @Override
                    public void onBound(SmppSession bound) {
                        throw new IllegalStateException("planted");
                    }
                });
        assertThat(session.send(ScriptedPdus.submit()).statusOrMinusOne()).isZero();
    }

    @Test
    void handlersThatThrowErrorsAnswerToo() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        SmppSession session = client.connect(
                serve(new SessionHandler() {
                    @Override
                    public void onRequest(Exchange exchange) {
                        throw new AssertionError("planted");
                    }

                    @Override
                    public void onClosed(SmppSession ended, CloseReason reason) {
                        closed.incrementAndGet();
                    }
                }),
                DEAF);
        assertThat(session.send(ScriptedPdus.submit()).statusOrMinusOne()).isEqualTo(CommandStatus.ESME_RSYSERR.code());
        assertThat(session.state().isBound()).isTrue();
        session.unbind();
        Await.until("the server's side has ended", () -> closed.get() == 1);
    }

    /// Bind and unbind are the session's own: by hand they would leave it in a state nobody waits in.
    @Test
    void unbindIsNotOffered() throws Exception {
        SmppSession session = client.connect(serve(DEAF), DEAF);
        assertThat(session.offer(new Unbind(), _ -> {})).isEqualTo(Offer.NOT_ALLOWED);
        assertThat(session.send(new Unbind())).isInstanceOf(Reply.NotSent.class);
        assertThat(session.state()).isEqualTo(SessionState.BOUND_TRX);
    }
}
