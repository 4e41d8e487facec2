package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.http.TestCertificates;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.session.BindFailedException;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import java.nio.file.Path;
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
        }
    }
}
