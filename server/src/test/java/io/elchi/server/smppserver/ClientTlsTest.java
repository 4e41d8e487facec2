package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Platform;
import io.elchi.server.http.TestCertificates;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.session.BindFailedException;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The port for TLS, and a login that asks for it.
class ClientTlsTest {
    @Test
    void aLoginMayAskForTls(@TempDir Path folder) throws Exception {
        TestCertificates.Made made = new TestCertificates(folder).make("smpp", "EC", 1);
        try (SmppBank bank = new SmppBank(Map.of(
                "smpp_server.tls_port", "0",
                "smpp_server.tls_certificate", made.certificate().toString(),
                "smpp_server.tls_key", made.key().toString()))) {
            SmppBank.Login login = bank.login("bank", "'binds':{'tls_required':true}");
            assertThatThrownBy(() -> bank.bind(login, new Receiver()))
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RBINDFAIL.code()));
            int port = bank.platform.server().part(ClientServer.class).tlsPort();
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
}
