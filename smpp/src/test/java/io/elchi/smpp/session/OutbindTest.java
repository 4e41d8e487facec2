package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.Tlvs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// smpp.md item 52: the message centre connects and asks to be bound to.
class OutbindTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SmppClient client = SmppClient.create(1);
    private final BlockingQueue<SmppSession> bound = new LinkedBlockingQueue<>();
    private final BlockingQueue<SmppSession> ours = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exchange> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> unbound = new LinkedBlockingQueue<>();
    private volatile int most = 1;
    private SmppServer server;

    @BeforeEach
    void start() throws Exception {
        server = SmppServer.start(
                ServerConfig.loopback(0, "centre"),
                _ -> BindDecision.accept(new SessionHandler() {
                    @Override
                    public void onRequest(Exchange exchange) {
                        exchange.refuse(CommandStatus.ESME_RSYSERR);
                    }

                    @Override
                    public void onBound(SmppSession session) {
                        bound.add(session);
                    }
                }));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private final class Handler implements SessionHandler {
        @Override
        public void onRequest(Exchange exchange) {
            received.add(exchange);
        }

        @Override
        public void onBound(SmppSession session) {
            ours.add(session);
        }
    }

    /// Takes so many connections as the test allows, with this password.
    private final class Asked implements OutbindListener.Policy {
        @Override
        public boolean mayConnect(InetAddress peer, int open) {
            return peer.isLoopbackAddress() && open < most;
        }

        @Override
        public ClientConfig onOutbind(Outbind outbind, InetAddress peer) {
            return outbind.password().equals("pass")
                    ? ClientConfig.transceiver("127.0.0.1", 0, "bank", "secret").mode(BindMode.RECEIVER)
                    : null;
        }

        @Override
        public void onUnbound(InetAddress peer, CloseReason reason) {
            unbound.add(reason);
        }
    }

    private OutbindListener listen(SessionConfig config) throws Exception {
        return client.listenForOutbind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Asked(), config, Handler::new);
    }

    private SmppSession asked(OutbindListener listener) throws Exception {
        server.outbind(listener.address(), new Outbind("elchi", "pass"));
        SmppSession session = bound.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(session).as("the bound session").isNotNull();
        assertThat(ours.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .as("our end of it")
                .isNotNull();
        return session;
    }

    @Test
    void aConnectionIsBoundAsItIsAskedAndUsed() throws Exception {
        try (OutbindListener listener = listen(SessionConfig.DEFAULTS)) {
            SmppSession session = asked(listener);
            assertThat(session.state()).isEqualTo(SessionState.BOUND_RX);
            assertThat(session.systemId()).isEqualTo("bank");
            Thread.ofVirtual().start(() -> {
                try {
                    received.take().respond(new DeliverSmResp("", Tlvs.NONE));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(session.send(ScriptedPdus.deliver()).statusOrMinusOne()).isZero();
            assertThat(listener.sessions()).hasSize(1);
        }
    }

    @Test
    void connectionsBeyondTheLimitAndWrongPasswordsEnd() throws Exception {
        try (OutbindListener listener = listen(SessionConfig.DEFAULTS)) {
            asked(listener);
            SmppSession tooMany = server.outbind(listener.address(), new Outbind("elchi", "pass"));
            assertThat(tooMany.awaitClosed(TIMEOUT)).isTrue();
            assertThat(unbound).as("it had no session").isEmpty();
            most = 2;
            SmppSession wrong = server.outbind(listener.address(), new Outbind("elchi", "wrong"));
            assertThat(wrong.awaitClosed(TIMEOUT)).isTrue();
            assertThat(unbound.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(CloseReason.BIND_REFUSED);
            assertThat(bound).isEmpty();
        }
    }

    @Test
    void aConnectionWithoutOutbindEnds() throws Exception {
        SessionConfig hasty = SessionConfig.DEFAULTS
                .but()
                .sessionInitTimer(Duration.ofMillis(100))
                .build();
        try (OutbindListener listener = listen(hasty);
                Socket silent = new Socket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort())) {
            assertThat(silent.getInputStream().read()).as("end of the stream").isEqualTo(-1);
            assertThat(unbound.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(CloseReason.SESSION_INIT_TIMEOUT);
        }
    }

    @Test
    void closingUnbindsAndListensNoMore() throws Exception {
        OutbindListener listener = listen(SessionConfig.DEFAULTS);
        SmppSession session = asked(listener);
        listener.close(TIMEOUT);
        assertThat(session.awaitClosed(TIMEOUT)).isTrue();
        assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND_BY_PEER);
        assertThatThrownBy(() -> server.outbind(listener.address(), new Outbind("elchi", "pass")))
                .isInstanceOf(IOException.class);
    }
}
