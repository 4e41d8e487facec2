package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Await;
import io.elchi.server.messages.Outcome;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.SmppSession;
import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Links whose operator connects and sends outbind, on loopback.
class OutbindLinkTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LinkScene scene = new LinkScene();
    private Smsc smsc;
    private InetSocketAddress address;

    @BeforeEach
    void open() throws Exception {
        smsc = new Smsc();
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    }

    @AfterEach
    void close() throws Exception {
        smsc.close();
        scene.close();
    }

    /// The link listens, with these options of outbind beside port and password.
    private void listen(Object... more) throws Exception {
        Object[] options = new Object[4 + more.length];
        options[0] = "outbind.port";
        options[1] = address.getPort();
        options[2] = "outbind.password";
        options[3] = "theirs";
        System.arraycopy(more, 0, options, 4, more.length);
        scene.use(LinkScene.link(smsc, options));
        Await.until("it listens", () -> {
            try (Socket _ = new Socket(address.getAddress(), address.getPort())) {
                return true;
            } catch (ConnectException e) {
                return false;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private SmppSession outbind(String password) throws Exception {
        return smsc.outbind(address, new Outbind("smsc", password));
    }

    private double refused(String reason) {
        String series = "elchi_outbind_refused_total{operator=\"1\",reason=\"" + reason + "\"}";
        return scene.metrics
                .scrape()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void theLinkBindsOnTheOperatorsConnectionAndIsUsedInBothDirections() throws Exception {
        listen("outbind.system_id", "smsc");
        assertThat(smsc.binds()).as("it makes no connection itself").isZero();
        assertThat(scene.status().wanted()).isZero();
        outbind("theirs");
        scene.awaitBound(1);
        assertThat(smsc.session().mode()).isEqualTo(BindMode.TRANSCEIVER);
        assertThat(smsc.session().systemId()).isEqualTo("elchi");
        assertThat(scene.status().problem()).isNull();

        scene.send(scene.texts.text("Salom"));
        Exchange exchange = smsc.next();
        smsc.answer(exchange, 0, "4711");
        assertThat(scene.next(Outcome.Submitted.class).smscMessageId()).isEqualTo("4711");

        smsc.deliver(Smsc.receipt()
                .source(new Address(1, 1, "998901234567"))
                .destination(new Address(5, 0, "Bank"))
                .shortMessage(Octets.of("id:4711 stat:DELIVRD err:000", StandardCharsets.US_ASCII))
                .build());
        assertThat(scene.next(Outcome.Receipt.class).report().receiptKey()).isEqualTo("4711");

        scene.use();
        Await.until("the session has ended", () -> smsc.sessions().isEmpty());
        assertThatThrownBy(() -> outbind("theirs")).isInstanceOf(IOException.class);
    }

    @Test
    void aWrongPasswordOrSystemIdEndsTheConnection() throws Exception {
        listen("outbind.system_id", "smsc");
        assertThat(outbind("guess").awaitClosed(TIMEOUT)).isTrue();
        assertThat(smsc.outbind(address, new Outbind("stranger", "theirs")).awaitClosed(TIMEOUT))
                .isTrue();
        assertThat(smsc.binds()).isZero();
        Await.until("both are counted", () -> refused("credentials") == 2);
        assertThat(scene.status().bound()).isZero();
    }

    @Test
    void connectionsBeyondTheLimitAreClosed() throws Exception {
        listen("outbind.max_connections", 1);
        // The connection that found it listening may still count.
        Await.until("a session is bound", () -> {
            try {
                if (scene.status().bound() == 0) {
                    outbind("theirs");
                }
                return scene.status().bound() == 1;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(outbind("theirs").awaitClosed(TIMEOUT)).isTrue();
        assertThat(refused("connections")).isPositive();
        assertThat(smsc.binds()).isEqualTo(1);
    }

    @Test
    void otherAddressesAreClosedBeforeAnythingIsRead() throws Exception {
        listen("outbind.peers", List.of("10.1.0.0/16"));
        assertThat(outbind("theirs").awaitClosed(TIMEOUT)).isTrue();
        Await.until("both are counted", () -> refused("address") >= 2);
        assertThat(smsc.binds()).isZero();
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        listen("outbind.timeout", "100ms", "outbind.max_connections", 64);
        try (Socket silent = new Socket(address.getAddress(), address.getPort())) {
            assertThat(silent.getInputStream().read()).as("end of the stream").isEqualTo(-1);
        }
        Await.until("it is counted", () -> refused("timeout") >= 1);
        Await.until("the problem shows", () -> {
            String problem = scene.status().problem();
            return problem != null && problem.contains("127.0.0.1 was not bound: SESSION_INIT_TIMEOUT");
        });
    }

    @Test
    void aPortThatIsTakenIsAProblemOfTheLink() throws Exception {
        try (ServerSocket taken = new ServerSocket(address.getPort(), 1, address.getAddress())) {
            scene.use(LinkScene.link(smsc, "outbind.port", taken.getLocalPort(), "outbind.password", "theirs"));
            Await.until("the problem shows", () -> scene.status().problem() != null);
            assertThat(scene.status().problem()).startsWith("cannot listen on ");
        }
    }

    @Test
    void itNeedsAPassword() {
        assertThatThrownBy(() -> LinkScene.options("outbind.port", 2775))
                .hasMessageContaining("options.outbind: password: must be set");
        assertThatThrownBy(() -> LinkScene.options("outbind.peers", List.of("everybody")))
                .hasMessageContaining("everybody");
    }
}
