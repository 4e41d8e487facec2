package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Platform;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.http.TestCertificates;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.session.BindFailedException;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.SessionState;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The port for TLS, and a login that asks for it.
class ClientTlsTest {
    @Test
    void aLoginMayAskForTls(@TempDir Path folder) throws Exception {
        TestCertificates.Made made = new TestCertificates(folder).make("smpp", "EC", 1);
        try (SmppBank bank = new SmppBank(SmppBank.tls(made))) {
            SmppBank.Login login = bank.login("bank", "'binds':{'tls_required':true}");
            assertThatThrownBy(() -> bank.bind(login, new Receiver()))
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RBINDFAIL.code()));
            int port = bank.tlsPort();
            ClientConfig config = SmppBank.config(port, login).tls(Tls.client(made.certificate()));
            SmppSession session = bank.client.connect(config, new Receiver());
            SmppBank.accepted(session, SmppBank.submit("Salom").build());
            bank.submitted();
            assertThat(bank.admin()
                            .get("/admin/v1/smpp-logins/" + login.id() + "/binds")
                            .is(200)
                            .at("/items/0/encrypted")
                            .booleanValue())
                    .isTrue();
            session.unbind();
            TestCertificates.Made next = new TestCertificates(folder).make("next", "EC", 1);
            Files.copy(next.certificate(), made.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(next.key(), made.key(), StandardCopyOption.REPLACE_EXISTING);
            ClientConfig later = SmppBank.config(port, login).tls(Tls.client(next.certificate()));
            Platform.await("new connections get the new certificate", () -> {
                try {
                    bank.client.connect(later, new Receiver()).unbind();
                    return true;
                } catch (IOException _) {
                    return false;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void aLoginMayAskForACertificate(@TempDir Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        TestCertificates.Made server = certificates.make("smpp", "EC", 1);
        TestCertificates.Made own = certificates.make("bank", "EC", 1);
        TestCertificates.Made other = certificates.make("other", "RSA", 1);
        try (SmppBank bank = new SmppBank(SmppBank.tls(server))) {
            SmppBank.Login login = bank.login("bank", "'binds':{'certificate_sha256':'" + sha256(own) + "'}");
            refused(bank, SmppBank.config(bank.port(), login));
            ClientConfig config = SmppBank.config(bank.tlsPort(), login);
            refused(bank, config.tls(Tls.client(server.certificate())));
            refused(bank, config.tls(Tls.client(server.certificate(), other.certificate(), other.key())));
            SmppSession session = bank.client.connect(
                    config.tls(Tls.client(server.certificate(), own.certificate(), own.key())), new Receiver());
            SmppBank.accepted(session, SmppBank.submit("Salom").build());
            bank.submitted();
            assertThat(bank.platform.server().manage("GET", "/metrics", null).body())
                    .contains("elchi_smpp_server_binds_refused_total{cause=\"certificate\"} 3");
            // Its sessions follow a change.
            change(bank, login, sha256(other));
            assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
            assertThat(bank.client
                            .connect(
                                    config.tls(Tls.client(server.certificate(), other.certificate(), other.key())),
                                    new Receiver())
                            .state())
                    .isEqualTo(SessionState.BOUND_TRX);
        }
    }

    private static void change(SmppBank bank, SmppBank.Login login, String certificate) {
        String body = "{'system_id':'bank','binds':{'certificate_sha256':'" + certificate + "'}}";
        assertThat(bank.put("/admin/v1/smpp-logins/" + login.id(), body, 1)).isEqualTo(200);
    }

    private static void refused(SmppBank bank, ClientConfig config) {
        assertThatThrownBy(() -> bank.client.connect(config, new Receiver()))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RBINDFAIL.code()));
    }

    private static String sha256(TestCertificates.Made made) throws Exception {
        try (InputStream in = Files.newInputStream(made.certificate())) {
            return HexFormat.of().formatHex(ClientCertificate.hash((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in)));
        }
    }
}
