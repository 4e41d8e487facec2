package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Item 51: TLS on both sides, checked names, mutual authentication, certificates read anew.
class TlsTest {
    private static final SessionHandler NUMBERING =
            SessionHandler.onVirtualThreads((_, _) -> Answer.ok(new SubmitSmResp("1", Tlvs.NONE)));

    private static final int MANY = 5_000;

    @TempDir
    Path folder;

    private Path write(String name, String pem) throws IOException {
        return Files.writeString(folder.resolve(name), pem);
    }

    private static X509Bundle selfSigned(String host) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + host)
                .addSanDnsName(host)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private void exchange(Tls serverTls, Tls clientTls) throws Exception {
        try (SmppServer server = SmppServer.start(
                        ServerConfig.loopback(0, "elchi").tls(serverTls), _ -> BindDecision.accept(NUMBERING));
                SmppClient client = SmppClient.create(1)) {
            SmppSession session = client.connect(
                    ClientConfig.transceiver("localhost", server.address().getPort(), "bank", "secret")
                            .tls(clientTls),
                    _ -> {});
            assertThat(session.send(ScriptedPdus.submit()).statusOrMinusOne()).isZero();
        }
    }

    @Test
    void speaksTls() throws Exception {
        X509Bundle bundle = selfSigned("localhost");
        Path chain = write("chain.pem", bundle.getCertificatePathPEM());
        Path key = write("key.pem", bundle.getPrivateKeyPEM());
        exchange(Tls.server(chain, key), Tls.client(chain));
    }

    @Test
    void aStrangersCertificateAndAnotherNameAreRefused() throws Exception {
        X509Bundle stranger = selfSigned("localhost");
        X509Bundle other = selfSigned("example.org");
        Path chain = write("chain.pem", stranger.getCertificatePathPEM());
        Path key = write("key.pem", stranger.getPrivateKeyPEM());
        Path otherChain = write("other.pem", other.getCertificatePathPEM());
        Path otherKey = write("other-key.pem", other.getPrivateKeyPEM());
        assertThatThrownBy(() -> exchange(Tls.server(chain, key), Tls.client(otherChain)))
                .isInstanceOfSatisfying(
                        BindFailedException.class, e -> assertThat(e.reason()).isEqualTo(CloseReason.TLS_FAILED))
                .as("the cause is told, not only that there was one")
                .hasMessageContaining("certification path");
        assertThatThrownBy(() -> exchange(Tls.server(otherChain, otherKey), Tls.client(otherChain)))
                .isInstanceOf(BindFailedException.class);
    }

    @Test
    void mutual() throws Exception {
        X509Bundle server = selfSigned("localhost");
        X509Bundle bank = selfSigned("bank");
        Path chain = write("chain.pem", server.getCertificatePathPEM());
        Path key = write("key.pem", server.getPrivateKeyPEM());
        Path bankChain = write("bank.pem", bank.getCertificatePathPEM());
        Path bankKey = write("bank-key.pem", bank.getPrivateKeyPEM());
        exchange(Tls.server(chain, key, bankChain), Tls.client(chain, bankChain, bankKey));
        assertThatThrownBy(() -> exchange(Tls.server(chain, key, bankChain), Tls.client(chain)))
                .isInstanceOf(BindFailedException.class);
    }

    @Test
    void certificatesAreReadAnew() throws Exception {
        X509Bundle first = selfSigned("localhost");
        X509Bundle second = selfSigned("localhost");
        Path chain = write("chain.pem", first.getCertificatePathPEM());
        Path key = write("key.pem", first.getPrivateKeyPEM());
        Path trusted = write("trusted.pem", second.getCertificatePathPEM());
        Tls server = Tls.server(chain, key);
        assertThatThrownBy(() -> exchange(server, Tls.client(trusted))).isInstanceOf(BindFailedException.class);
        write("chain.pem", second.getCertificatePathPEM());
        write("key.pem", second.getPrivateKeyPEM());
        server.reload();
        exchange(server, Tls.client(trusted));
        write("key.pem", "no key");
        assertThatThrownBy(server::reload).isInstanceOf(IOException.class);
        exchange(server, Tls.client(trusted));
    }

    /// More than the buffers hold, both ways at once: what is written while TLS writes is neither lost nor out of
    /// order.
    @Test
    void muchTrafficBothWays() throws Exception {
        X509Bundle bundle = selfSigned("localhost");
        Path chain = write("chain.pem", bundle.getCertificatePathPEM());
        Tls serverTls = Tls.server(chain, write("key.pem", bundle.getPrivateKeyPEM()));
        SessionConfig wide = SessionConfig.DEFAULTS.but().window(500).build();
        BlockingQueue<SmppSession> bound = new LinkedBlockingQueue<>();
        SessionHandler answering = new SessionHandler() {
            @Override
            public void onRequest(Exchange exchange) {
                exchange.respond(exchange.request().emptyResponse());
            }

            @Override
            public void onBound(SmppSession session) {
                bound.add(session);
            }
        };
        try (SmppServer server = SmppServer.start(
                        ServerConfig.loopback(0, "elchi").session(wide).tls(serverTls),
                        _ -> BindDecision.accept(answering));
                SmppClient client = SmppClient.create(1)) {
            SmppSession session = client.connect(
                    ClientConfig.transceiver("localhost", server.address().getPort(), "bank", "secret")
                            .session(wide)
                            .tls(Tls.client(chain)),
                    answering);
            bound.take();
            bound.take();
            SmppSession centre = server.sessions().getFirst();
            Tlvs payload = Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, Octets.of(new byte[2_000]));
            CountDownLatch done = new CountDownLatch(2 * MANY);
            AtomicInteger failed = new AtomicInteger();
            Thread up = sendMany(
                    session, ScriptedPdus.submit().toBuilder().tlvs(payload).build(), done, failed);
            Thread down = sendMany(
                    centre, ScriptedPdus.deliver().toBuilder().tlvs(payload).build(), done, failed);
            up.join();
            down.join();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(failed).hasValue(0);
        }
    }

    private static <R extends Response> Thread sendMany(
            SmppSession session, Request<R> request, CountDownLatch done, AtomicInteger failed) {
        return Thread.ofPlatform().start(() -> {
            for (int sent = 0; sent < MANY; ) {
                Offer offer = session.offer(request, reply -> {
                    failed.addAndGet(reply.statusOrMinusOne() == 0 ? 0 : 1);
                    done.countDown();
                });
                if (offer == Offer.ACCEPTED) {
                    sent++;
                } else {
                    Thread.onSpinWait();
                }
            }
        });
    }

    @Test
    void plainTextOnATlsPortEndsCleanly() throws Exception {
        X509Bundle bundle = selfSigned("localhost");
        Tls tls = Tls.server(
                write("chain.pem", bundle.getCertificatePathPEM()), write("key.pem", bundle.getPrivateKeyPEM()));
        try (SmppServer server = SmppServer.start(
                        ServerConfig.loopback(0, "elchi").tls(tls), _ -> BindDecision.accept(NUMBERING));
                SmppClient client = SmppClient.create(1)) {
            ClientConfig plain =
                    ClientConfig.transceiver("localhost", server.address().getPort(), "bank", "secret");
            assertThatThrownBy(() -> client.connect(plain, _ -> {})).isInstanceOf(BindFailedException.class);
            Await.until("the session is gone", () -> server.sessions().isEmpty());
        }
    }
}
