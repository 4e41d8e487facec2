package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.http.TestCertificates;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DestinationAddress;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.SmppSession;
import io.elchi.testkit.peers.Tap;
import io.elchi.testkit.peers.Tshark;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cloudhopper SMPP as a client, and tshark as a reader of what the server wrote.
class CloudhopperPeerTest {
    private static final int MESSAGES = 500;
    private static final int FEW = 20;

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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void submitsAndGetsReceipts(boolean tls) throws Exception {
        SmppBank.Login login =
                bank.login(tls ? "cloudhopper-tls" : "cloudhopper", tls ? "'binds':{'tls_required':true}" : "");
        try (CloudhopperClient client = new CloudhopperClient(bank, login, tls ? bank.tlsPort() : bank.port(), tls)) {
            client.play(MESSAGES);
        }
    }

    @Test
    void tsharkReadsWhatTheServerWrites() throws Exception {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), bank.port());
        List<Tap.Chunk> chunks;
        try (Tap tap = new Tap(server, 0)) {
            int port = tap.address().getPort();
            SmppBank.Login login = bank.login("captured", "");
            try (CloudhopperClient client = new CloudhopperClient(bank, login, port, false)) {
                client.play(FEW);
            }
            others(bank.client.connect(SmppBank.config(port, login), new Receiver()));
            chunks = tap.chunks();
        }
        Tshark tshark = Tshark.reads(chunks, folder.resolve("clients.pcap"));
        assertThat(tshark.complaints()).isEmpty();
        List<String> commands = tshark.fields("tcp.srcport == 2775 && smpp", "smpp.command_id");
        assertThat(String.join(",", commands).split(","))
                .contains("0x80000009", "0x80000004", "0x00000005")
                .contains("0x80000003", "0x80000008", "0x80000021", "0x80000103");
    }

    /// Requests that cloudhopper does not have.
    private static void others(SmppSession session) throws Exception {
        Address from = SubmitReader.address("Bank");
        Address to = SubmitReader.address(SmppBank.DESTINATION);
        Octets text = Octets.of("to all", StandardCharsets.US_ASCII);
        session.send(SubmitMulti.builder()
                .source(from)
                .destinations(List.of(
                        new DestinationAddress.SmeAddress(to),
                        new DestinationAddress.SmeAddress(SubmitReader.address("12"))))
                .shortMessage(text)
                .build());
        session.send(DataSm.builder()
                .source(from)
                .destination(to)
                .tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, text))
                .build());
        bank.submitted();
        bank.submitted();
        session.unbind();
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
    }
}
