package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.http.TestCertificates;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.testkit.peers.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The npm package smpp as a client: `src/test/node/smpp-client.js` submits, and says what it sees.
class NodePeerTest {
    private static final Node.Place PLACE =
            new Node.Place(Path.of("../smpp/src/test/node"), Path.of("target/node-smpp"));
    private static final Path SCRIPT = Path.of("src/test/node/smpp-client.js");
    private static final int MESSAGES = 500;

    @TempDir
    private static Path folder;

    private static TestCertificates.Made certificate;
    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        certificate = new TestCertificates(folder).make("smpp", "EC", 1);
        bank = new SmppBank(SmppBank.tls(certificate));
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static Node run(boolean tls) throws Exception {
        SmppBank.Login login = bank.login("node" + tls, tls ? "'binds':{'tls_required':true}" : "");
        String port = Integer.toString(tls ? bank.tlsPort() : bank.port());
        return tls
                ? Node.run(
                        PLACE,
                        SCRIPT,
                        port,
                        login.systemId(),
                        login.password(),
                        certificate.certificate().toString())
                : Node.run(PLACE, SCRIPT, port, login.systemId(), login.password());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void submitsAndGetsReceipts(boolean tls) throws Exception {
        try (Node node = run(tls)) {
            JsonNode bound = node.says("bound");
            assertThat(bound.get("status").asInt()).isZero();
            assertThat(bound.get("system_id").asString()).isEqualTo("elchi");
            JsonNode window = node.says("window");
            assertThat(window.get("accepted").asInt()).isEqualTo(MESSAGES);
            assertThat(window.get("delivered").asInt()).isEqualTo(MESSAGES);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(bank.submitted().shortMessage().text(StandardCharsets.US_ASCII))
                        .startsWith("message ");
            }
            contents(node);
            failuresAndNotifications(node);
            JsonNode queried = node.says("queried");
            assertThat(queried.get("status").asInt()).isZero();
            assertThat(queried.get("state").asInt()).isEqualTo(2);
            assertThat(queried.get("same").asBoolean()).isTrue();
            JsonNode canceled = node.says("canceled");
            assertThat(canceled.get("status").asInt()).isZero();
            assertThat(canceled.get("late").asInt()).isEqualTo(0x11);
            assertThat(canceled.get("stat").asString()).isEqualTo("DELETED");
            assertThat(node.says("refused").get("status").asInt()).isEqualTo(0x0b);
            JsonNode unbound = node.says("unbound");
            assertThat(unbound.get("alive").asInt()).isZero();
            assertThat(unbound.get("status").asInt()).isZero();
            assertThat(node.exit()).isZero();
        }
    }

    private static void contents(Node node) throws Exception {
        receipt(node.says("unicode"), "DELIVRD");
        assertThat(bank.submitted().shortMessage()).isEqualTo(Octets.of("Салом", StandardCharsets.UTF_16BE));
        for (int part = 1; part <= 2; part++) {
            receipt(node.says("part"), "DELIVRD");
            SubmitSm submit = bank.submitted();
            assertThat(submit.esmClass()).isEqualTo(0x40);
            assertThat(submit.shortMessage().slice(0, 6)).isEqualTo(Octets.ofHex("0500032a020" + part));
        }
        assertThat(receipt(node.says("payload"), "DELIVRD").get("sub").asString())
                .isEqualTo("002");
        assertThat(bank.submitted().shortMessage().length()
                        + bank.submitted().shortMessage().length())
                .isEqualTo(300 + 2 * 6);
    }

    private static void failuresAndNotifications(Node node) throws Exception {
        assertThat(receipt(node.says("failure"), "UNDELIV").get("state").asInt())
                .isEqualTo(5);
        bank.submitted();
        JsonNode both = node.says("intermediate").get("receipts");
        bank.submitted();
        assertThat(both.at("/0/esm_class").asInt()).isEqualTo(0x20);
        assertThat(both.at("/0/state").asInt()).isEqualTo(1);
        assertThat(both.at("/0/stat").asString()).isEqualTo("ENROUTE");
        assertThat(both.at("/1/esm_class").asInt()).isEqualTo(4);
        assertThat(both.at("/1/stat").asString()).isEqualTo("DELIVRD");
    }

    /// The only one.
    private static JsonNode receipt(JsonNode said, String stat) {
        assertThat(said.get("status").asInt()).as("%s", said).isZero();
        assertThat(said.get("receipts").size()).isEqualTo(1);
        JsonNode receipt = said.at("/receipts/0");
        assertThat(receipt.get("esm_class").asInt()).isEqualTo(4);
        assertThat(receipt.get("names").asBoolean()).isTrue();
        assertThat(receipt.get("whole").asBoolean()).isTrue();
        assertThat(receipt.get("stat").asString()).isEqualTo(stat);
        return receipt;
    }
}
