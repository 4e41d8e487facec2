package io.elchi.smpp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.BindFailedException;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import io.elchi.testkit.peers.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The npm package smpp as an ESME of our server, and as the operator of our client.
class NodeSmppTest {
    private static final Path SCRIPTS = Path.of("src/test/node");

    @TempDir
    Path folder;

    private static Node run(String script, String... arguments) throws Exception {
        return Node.run(new Node.Place(SCRIPTS, Path.of("target/node")), SCRIPTS.resolve(script), arguments);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asAnEsme(boolean tls) throws Exception {
        Certificate certificate = Certificate.in(folder);
        Tls ours = tls ? Tls.server(certificate.chain(), certificate.key()) : null;
        try (Centre centre = new Centre(ours);
                Node node = tls
                        ? run(
                                "client.js",
                                Integer.toString(centre.port()),
                                certificate.chain().toString())
                        : run("client.js", Integer.toString(centre.port()))) {
            assertThat(node.says("refused bind").get("status").asInt()).isEqualTo(0x0E);
            JsonNode bound = node.says("bound");
            assertThat(bound.get("status").asInt()).isZero();
            assertThat(bound.get("system_id").asString()).isEqualTo("elchi");
            assertThat(bound.get("version").asInt()).isEqualTo(0x34);
            SmppSession session = centre.session();

            itsMessages(centre, node);
            for (int status : new int[] {0x58, 0x14, 0x400}) {
                assertThat(node.says("refused").get("status").asInt()).isEqualTo(status);
            }

            JsonNode receipt = node.says("receipt");
            assertThat(receipt.get("esm_class").asInt()).isEqualTo(4);
            assertThat(receipt.get("text").asString())
                    .startsWith("id:" + receipt.get("id").asString() + " ");
            assertThat(receipt.get("receipted")).isEqualTo(receipt.get("id"));
            assertThat(receipt.get("state").asInt()).isEqualTo(2);
            assertThat(centre.receiptReply().statusOrMinusOne()).isZero();

            assertThat(node.says("enquired them").get("status").asInt()).isZero();
            assertThat(session.send(new EnquireLink()).statusOrMinusOne()).isZero();
            node.says("enquired");
            node.goOn();
            assertThat(node.says("unbound").get("status").asInt()).isZero();
            assertThat(node.exit()).isZero();
            assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
            assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND_BY_PEER);
        }
    }

    private static void itsMessages(Centre centre, Node node) throws Exception {
        assertThat(node.says("submitted").get("id").asString()).isEqualTo("1001");
        assertThat(centre.submitted().shortMessage().text(StandardCharsets.US_ASCII))
                .isEqualTo("hello");
        assertThat(centre.submitted().shortMessage().text(StandardCharsets.UTF_16BE))
                .isEqualTo("Салом");
        SubmitSm byHeader = centre.submitted();
        assertThat(byHeader.esmClass()).isEqualTo(0x40);
        assertThat(byHeader.shortMessage().slice(0, 6)).isEqualTo(Octets.ofHex("0500032a0201"));
        SubmitSm bySar = centre.submitted();
        assertThat(bySar.tlvs().get(TlvTag.SAR_MSG_REF_NUM)).contains(4711);
        assertThat(bySar.tlvs().get(TlvTag.SAR_SEGMENT_SEQNUM)).contains(2);
        SubmitSm byPayload = centre.submitted();
        assertThat(byPayload.shortMessage().isEmpty()).isTrue();
        assertThat(byPayload.tlvs().get(TlvTag.MESSAGE_PAYLOAD).orElseThrow().length())
                .isEqualTo(5_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asTheOperator(boolean tls) throws Exception {
        Certificate certificate = Certificate.in(folder);
        try (Phone phone = new Phone();
                Node node = tls
                        ? run(
                                "server.js",
                                certificate.key().toString(),
                                certificate.chain().toString())
                        : run("server.js")) {
            ClientConfig login = Phone.login(node.says("listening").get("port").asInt())
                    .tls(tls ? Tls.client(certificate.chain()) : null);
            SmppSession session = phone.bind(login);
            assertThat(session.systemId()).isEqualTo("node");
            assertThat(node.says("enquire_link_resp").get("status").asInt()).isZero();
            assertThat(session.send(new EnquireLink()).statusOrMinusOne()).isZero();

            assertThat(Phone.accepted(session.send(Phone.submit("hello").build())))
                    .isEqualTo("1001");
            JsonNode plain = node.says("submit_sm");
            assertThat(plain.get("from").asString()).isEqualTo("Elchi");
            assertThat(plain.get("to").asString()).isEqualTo("998901234567");
            assertThat(plain.get("text").asString()).isEqualTo("hello");
            longMessages(session, node);
            for (int status : new int[] {0x58, 0x14, 0x400}) {
                assertThat(session.send(Phone.refused(status)).statusOrMinusOne())
                        .isEqualTo(status);
            }

            String id = Phone.accepted(
                    session.send(Phone.submit("hello").registeredDelivery(1).build()));
            DeliverSm receipt = phone.delivered();
            assertThat(receipt.esmClass()).isEqualTo(4);
            assertThat(receipt.tlvs().get(TlvTag.RECEIPTED_MESSAGE_ID)).contains(id);
            assertThat(receipt.shortMessage().text(StandardCharsets.US_ASCII)).startsWith("id:" + id + " ");
            node.says("submit_sm");
            assertThat(node.says("deliver_sm_resp").get("status").asInt()).isZero();

            SmppSession second = phone.bind(login);
            node.says("enquire_link_resp");
            second.unbind();
            assertThat(second.awaitClosed(Duration.ofSeconds(30))).isTrue();
            assertThat(second.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND);

            Phone.accepted(session.send(Phone.submit("unbind").build()));
            node.says("submit_sm");
            assertThat(node.says("unbound").get("status").asInt()).isZero();
            assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
            assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND_BY_PEER);
        }
    }

    private static void longMessages(SmppSession session, Node node) throws Exception {
        Phone.accepted(session.send(Phone.submit("")
                .esmClass(0x40)
                .shortMessage(Octets.ofHex("0500032A0201" + "6F6E65"))
                .build()));
        JsonNode byHeader = node.says("submit_sm");
        assertThat(byHeader.get("text").asString()).isEqualTo("one");
        assertThat(byHeader.get("udh").asInt()).isPositive();
        Phone.accepted(session.send(Phone.submit("two")
                .tlvs(Tlvs.NONE
                        .with(TlvTag.SAR_MSG_REF_NUM, 4711)
                        .with(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                        .with(TlvTag.SAR_SEGMENT_SEQNUM, 2))
                .build()));
        JsonNode bySar = node.says("submit_sm");
        assertThat(bySar.get("sar").asInt()).isEqualTo(4711);
        assertThat(bySar.get("segment").asInt()).isEqualTo(2);
        Octets all = Octets.of("x".repeat(5_000), StandardCharsets.US_ASCII);
        Phone.accepted(session.send(Phone.submit("")
                .tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, all))
                .build()));
        assertThat(node.says("submit_sm").get("text").asString()).isEqualTo("x".repeat(5_000));
    }

    @Test
    void asAnOperatorThatRefuses() throws Exception {
        try (Phone phone = new Phone();
                Node node = run("server.js")) {
            int port = node.says("listening").get("port").asInt();
            assertThatThrownBy(() -> phone.bind(ClientConfig.transceiver("localhost", port, "bank", "guess")))
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RINVPASWD.code()));
        }
    }
}
