package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Item 51: TLS on both sides, checked names, mutual authentication, certificates read anew.
class TlsTest {
    private static final SessionHandler NUMBERING =
            SessionHandler.onVirtualThreads((_, _) -> Answer.ok(new SubmitSmResp("1", Tlvs.NONE)));

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
                        BindFailedException.class, e -> assertThat(e.reason()).isEqualTo(CloseReason.TLS_FAILED));
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
