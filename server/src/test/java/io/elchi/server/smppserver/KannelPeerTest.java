package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.http.TestCertificates;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kannel 1.4.5 as a client. It has no cancel_sm and no query_sm.
class KannelPeerTest {
    private static final int MESSAGES = 200;
    private static final int DELIVERED = 1;
    private static final int FAILED = 2;
    private static final int QUEUED = 4;
    private static final int TAKEN = 8;
    private static final int REFUSED = 16;
    private static final int ALL = DELIVERED | FAILED | QUEUED | TAKEN | REFUSED;

    @TempDir
    private static Path folder;

    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank(SmppBank.tls(new TestCertificates(folder).make("smpp", "EC", 1)));
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static Kannel bind(SmppBank.Login login, int port, Map<String, String> more) throws Exception {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(port),
                "smsc-username", login.systemId(),
                "smsc-password", login.password(),
                "max-pending-submits", "100"));
        settings.putAll(more);
        return Kannel.start(Files.createTempDirectory(folder, "kannel"), settings);
    }

    /// Kannel answers a deliver_sm before it reports it, and makes several reports at once: they come in any order.
    private static List<Integer> statuses(Kannel kannel, String n, int count) {
        Platform.await("reports of " + n + " arrive", () -> kannel.reports(n).size() >= count);
        return kannel.reports(n).stream().map(Kannel.Report::status).toList();
    }

    @Test
    void submitsAndReports() throws Exception {
        try (Kannel kannel = bind(bank.login("kannel", ""), bank.port(), Map.of())) {
            for (int i = 0; i < MESSAGES; i++) {
                kannel.send("m" + i, "message " + i, DELIVERED | FAILED, "");
            }
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(statuses(kannel, "m" + i, 1)).containsExactly(DELIVERED);
                Kannel.Report report = kannel.reports("m" + i).getFirst();
                assertThat(report.text()).startsWith("id:" + report.id() + " ").contains(" stat:DELIVRD ");
                ids.add(report.id());
                bank.submitted();
            }
            assertThat(ids).hasSize(MESSAGES);
            contents(kannel);
            kannel.send("fails", "fails", ALL, "");
            assertThat(statuses(kannel, "fails", 2)).containsExactlyInAnyOrder(TAKEN, FAILED);
            kannel.send("waits", "waits", ALL, "");
            assertThat(statuses(kannel, "waits", 3)).containsExactlyInAnyOrder(TAKEN, QUEUED, DELIVERED);
            kannel.send("refused", "x", ALL, "&from=Other");
            assertThat(statuses(kannel, "refused", 1)).containsExactly(REFUSED);
        }
    }

    private static void contents(Kannel kannel) throws Exception {
        kannel.send("unicode", "Салом", ALL, "&coding=2&charset=UTF-8");
        assertThat(statuses(kannel, "unicode", 2)).containsExactlyInAnyOrder(TAKEN, DELIVERED);
        SubmitSm unicode = bank.submitted();
        assertThat(unicode.dataCoding()).isEqualTo(8);
        assertThat(unicode.shortMessage()).isEqualTo(Octets.of("Салом", StandardCharsets.UTF_16BE));
        kannel.send("long", "x".repeat(200), ALL, "");
        int octets = 0;
        for (int part = 1; part <= 2; part++) {
            SubmitSm submit = bank.submitted();
            assertThat(submit.esmClass()).isEqualTo(0x40);
            octets += submit.shortMessage().length() - 6;
        }
        assertThat(octets).isEqualTo(200);
        assertThat(statuses(kannel, "long", 2)).contains(DELIVERED);
    }

    @Test
    void submitsOverTls() throws Exception {
        SmppBank.Login login = bank.login("kanneltls", "'binds':{'tls_required':true}");
        try (Kannel kannel = bind(login, bank.tlsPort(), Map.of("use-ssl", "true"))) {
            kannel.send("tls", "over TLS", ALL, "");
            assertThat(statuses(kannel, "tls", 2)).containsExactlyInAnyOrder(TAKEN, DELIVERED);
            assertThat(bank.submitted().shortMessage().text(StandardCharsets.US_ASCII))
                    .isEqualTo("over TLS");
        }
    }
}
