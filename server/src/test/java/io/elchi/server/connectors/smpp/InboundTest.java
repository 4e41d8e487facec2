package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.BindResp;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Reply;
import io.elchi.smstext.receipt.ReceiptState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator sends us: receipts in all their forms, and messages from handsets.
class InboundTest {
    private LinkScene scene = new LinkScene();
    private Smsc smsc;

    @BeforeEach
    void open() throws Exception {
        smsc = new Smsc();
    }

    @AfterEach
    void close() throws Exception {
        smsc.close();
        scene.close();
    }

    private static String receipt(String id, String stat) {
        return "id:" + id + " sub:001 dlvrd:001 submit date:2611240100 done date:2611240102 stat:" + stat
                + " err:007 text:Salom";
    }

    private static DeliverSm deliver(String text) {
        return Smsc.receipt()
                .source(new Address(1, 1, "998901234567"))
                .destination(new Address(5, 0, "Bank"))
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII))
                .build();
    }

    private ReceiptReport report(DeliverSm deliver) throws Exception {
        smsc.deliver(deliver);
        Outcome.Receipt receipt = scene.next(Outcome.Receipt.class);
        receipt.acknowledge().run();
        assertThat(receipt.operatorId()).isEqualTo(1);
        return receipt.report();
    }

    @Test
    void aReceiptIsAnsweredWhenItIsStoredAndNotBefore() throws Exception {
        scene.bind(LinkScene.link(smsc));
        CompletableFuture<Reply<DeliverSmResp>> answered = smsc.deliver(deliver(receipt("4711", "DELIVRD")));
        CompletableFuture<Reply<DeliverSmResp>> second = smsc.deliver(deliver(receipt("4712", "DELIVRD")));
        Outcome.Receipt first = scene.next(Outcome.Receipt.class);
        Outcome.Receipt other = scene.next(Outcome.Receipt.class);
        other.acknowledge().run();
        assertThat(second.get(60, TimeUnit.SECONDS).statusOrMinusOne()).isZero();
        // Responses leave in the order in which they are given: the first one's is not underway.
        assertThat(answered).isNotDone();
        first.acknowledge().run();
        assertThat(answered.get(60, TimeUnit.SECONDS).statusOrMinusOne()).isZero();
    }

    @Test
    void aReceiptSaysWhatItSays() throws Exception {
        scene.operator("receipt_clock", "+05:00");
        scene.bind(LinkScene.link(smsc));
        ReceiptReport report = report(deliver(receipt("4711", "UNDELIV")));
        assertThat(report.smscMessageId()).isEqualTo("4711");
        assertThat(report.receiptKey()).isEqualTo("4711");
        assertThat(report.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(report.detail()).isEqualTo("UNDELIV err:007");
        assertThat(report.doneAt()).isEqualTo(Instant.parse("2026-11-23T20:02:00Z"));
        assertThat(report.source()).isEqualTo("998901234567");
        assertThat(report.destination()).isEqualTo("Bank");
        // The beginning of the message may be a one-time password.
        assertThat(report.raw()).isEqualTo(receipt("4711", "UNDELIV").replace("Salom", "..."));
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVRD, DELIVERED",
        "EXPIRED, EXPIRED",
        "DELETED, DELETED",
        "UNDELIV, UNDELIVERABLE",
        "ACCEPTD, ACCEPTED",
        "UNKNOWN, UNKNOWN",
        "REJECTD, REJECTED",
        "ENROUTE, ENROUTE",
        "SCHEDULED, SCHEDULED",
        "SKIPPED, SKIPPED",
        "DND_REJECTED, OTHER"
    })
    void eachWordIsAState(String stat, ReceiptState state) throws Exception {
        scene.bind(LinkScene.link(smsc));
        ReceiptReport report = report(deliver(receipt("1", stat)));
        assertThat(report.state()).isEqualTo(state);
        assertThat(report.stat()).isEqualTo(stat);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id:4711,sub:001,dlvrd:001,submit date:2611240100,done date:2611240102,stat:DELIVRD,err:007,text:Salom
            id:4711;sub:001;dlvrd:001;submit date:2611240100;done date:2611240102;stat:DELIVRD;err:007
            id:"4711" sub:001 stat:"DELIVRD" err:"007"
            id:'4711', sub:001, stat:DELIVRD, err:007,
            id:4711 stat:NOT_WANTED err:007
            """)
    void receiptsAreReadWithOtherSeparatorsInQuotesAndInTheOperatorsOwnWords(String text) throws Exception {
        scene.operator("receipt_words", List.of("Not_Wanted = delivered"));
        scene.bind(LinkScene.link(smsc));
        ReceiptReport report = report(deliver(text));
        assertThat(report.receiptKey()).isEqualTo("4711");
        assertThat(report.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(report.error()).isEqualTo("007");
    }

    /// The options are the operator's: they take effect without another bind, on every link.
    @Test
    void newOptionsOfTheOperatorTakeEffectOnBoundSessions() throws Exception {
        scene.bind(LinkScene.link(smsc));
        assertThat(report(deliver(receipt("26", "NOT_WANTED"))).state()).isEqualTo(ReceiptState.OTHER);
        Instant bound = scene.status().since();
        scene.clock.advance(Duration.ofSeconds(1));
        scene.operator("receipt_words", List.of("Not_Wanted = delivered"), "receipt_id", "hex");
        ReceiptReport report = report(deliver(receipt("1a", "NOT_WANTED")));
        assertThat(report.state()).isEqualTo(ReceiptState.DELIVERED);
        assertThat(report.receiptKey()).isEqualTo("26");
        assertThat(scene.status().since()).as("bound since").isEqualTo(bound);
    }

    /// What an operator answered with, and what its receipt has: both must lead to the same key.
    @ParameterizedTest
    @CsvSource({
        "same, same, 4711, 4711",
        "same, same, 0A1B, 0a1b",
        "hex, decimal, 1A2B, 6699",
        "decimal, hex, 6699, 1a2b",
        "hex, decimal, 0000ffff, 65535",
        "exact, exact, aB-12, aB-12"
    })
    void idsMeet(String response, String receipt, String answered, String reported) throws Exception {
        scene.operator("response_id", response, "receipt_id", receipt);
        scene.bind(LinkScene.link(smsc));
        scene.send(scene.texts.text("Salom"));
        smsc.answer(smsc.next(), 0, answered);
        String key = scene.next(Outcome.Submitted.class).receiptKey();
        ReceiptReport report = report(deliver(receipt(reported, "DELIVRD")));
        assertThat(report.receiptKey()).isEqualTo(key).isNotEmpty();
        assertThat(report.smscMessageId()).isEqualTo(reported);
    }

    @Test
    void tlvsAloneAreAReceiptToo() throws Exception {
        scene.bind(LinkScene.link(smsc));
        ReceiptReport report = report(Smsc.receipt()
                .source(new Address(1, 1, "998901234567"))
                .tlvs(Tlvs.NONE
                        .with(TlvTag.RECEIPTED_MESSAGE_ID, "4711")
                        .with(TlvTag.MESSAGE_STATE, 5)
                        .with(TlvTag.NETWORK_ERROR_CODE, Octets.ofHex("030007")))
                .build());
        assertThat(report.receiptKey()).isEqualTo("4711");
        assertThat(report.state()).isEqualTo(ReceiptState.UNDELIVERABLE);
        assertThat(report.error()).isNotNull();
        assertThat(report.doneAt()).isNull();
    }

    @Test
    void textInAPayloadAndDataSmAreReceiptsToo() throws Exception {
        scene.bind(LinkScene.link(smsc));
        Octets text = Octets.of(receipt("4711", "DELIVRD"), StandardCharsets.US_ASCII);
        Tlvs payload = Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, text);
        assertThat(report(Smsc.receipt().tlvs(payload).build()).receiptKey()).isEqualTo("4711");
        Address handset = new Address(1, 1, "998901234567");
        CompletableFuture<?> answered =
                smsc.deliver(new DataSm("", handset, new Address(5, 0, "Bank"), 0x04, 0, 0, payload));
        Outcome.Receipt receipt = scene.next(Outcome.Receipt.class);
        assertThat(receipt.report().state()).isEqualTo(ReceiptState.DELIVERED);
        receipt.acknowledge().run();
        answered.get(60, TimeUnit.SECONDS);
    }

    @Test
    void unmarkedReceiptsAreLookedForWhereTheOperatorSaysSo() throws Exception {
        DeliverSm unmarked =
                deliver(receipt("4711", "DELIVRD")).toBuilder().esmClass(0).build();
        scene.operator("sniff_receipts", true);
        scene.bind(LinkScene.link(smsc));
        assertThat(report(unmarked).receiptKey()).isEqualTo("4711");
        scene.operator();
        scene.bind(LinkScene.link(smsc));
        smsc.deliver(unmarked);
        assertThat(scene.next(Outcome.Received.class).text()).startsWith("id:4711");
    }

    /// 3GPP TS 23.038, 6.1.2.3.1: only an operator that fills with CR can end a text in `@`, flush with an octet.
    @ParameterizedTest
    @CsvSource({"zero, 1234567", "cr, 1234567@"})
    void theOperatorsFillerDecidesAboutAnAtSignAtTheEnd(String padding, String text) throws Exception {
        scene.bind(LinkScene.link(smsc, "text.default_alphabet", "gsm_packed", "text.packed_padding", padding));
        smsc.deliver(DeliverSm.builder()
                .source(new Address(1, 1, "998901234567"))
                .destination(new Address(3, 0, "7070"))
                .shortMessage(Octets.ofHex("31d98c56b3dd00"))
                .build());
        assertThat(scene.next(Outcome.Received.class).text()).isEqualTo(text);
    }

    @Test
    void aHandsetsMessageIsReadInTheLinksAlphabet() throws Exception {
        scene.bind(LinkScene.link(smsc));
        DeliverSm.Builder message =
                DeliverSm.builder().source(new Address(1, 1, "998901234567")).destination(new Address(3, 0, "1700"));
        smsc.deliver(message.shortMessage(Octets.ofHex("000105")).build());
        Outcome.Received received = scene.next(Outcome.Received.class);
        assertThat(received.text()).isEqualTo("@£é");
        assertThat(received.from()).isEqualTo("998901234567");
        assertThat(received.to()).isEqualTo("1700");
        received.acknowledge().run();
        smsc.deliver(
                message.dataCoding(8).shortMessage(Octets.ofHex("043a043e0434")).build());
        assertThat(scene.next(Outcome.Received.class).text()).isEqualTo("код");
        smsc.deliver(message.dataCoding(4).shortMessage(Octets.ofHex("00ff")).build());
        Outcome.Received binary = scene.next(Outcome.Received.class);
        assertThat(binary.text()).isNull();
        assertThat(binary.octets()).containsExactly(0, 0xFF);
        scene.bind(LinkScene.link(smsc, "text.default_alphabet", "latin_1"));
        smsc.deliver(message.dataCoding(0).shortMessage(Octets.ofHex("40a3e9")).build());
        assertThat(scene.next(Outcome.Received.class).text()).isEqualTo("@£é");
    }

    @Test
    void aPartOfAHandsetsMessageKeepsItsPlaceAndItsAddresses() throws Exception {
        scene.bind(LinkScene.link(smsc));
        smsc.deliver(DeliverSm.builder()
                .source(new Address(2, 8, "901234567"))
                .destination(new Address(3, 9, "1700"))
                .esmClass(0x40)
                .shortMessage(Octets.ofHex("05000342020153616c6f6d"))
                .tlvs(Tlvs.NONE
                        .with(TlvTag.SAR_MSG_REF_NUM, 0x1234)
                        .with(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                        .with(TlvTag.SAR_SEGMENT_SEQNUM, 1))
                .build());
        Outcome.Received received = scene.next(Outcome.Received.class);
        assertThat(received.octets()).startsWith(5, 0, 3, 0x42, 2, 1);
        Outcome.Received.Wire wire = received.wire();
        assertThat(new int[] {wire.fromTon(), wire.fromNpi(), wire.toTon(), wire.toNpi()})
                .containsExactly(2, 8, 3, 9);
        assertThat(wire.esmClass()).isEqualTo(0x40);
        assertThat(new int[] {wire.sarReference(), wire.sarTotal(), wire.sarPart()})
                .containsExactly(0x1234, 2, 1);
        assertThat(wire.tlvs()).startsWith(0x02, 0x0C, 0, 2, 0x12, 0x34);
        assertThat(wire.defects()).isNull();
    }

    /// A cut TLV behind a complete text, an address that is too long: the receipt is there all the same.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatDeviatesFromTheSpecificationIsTakenWhereTheLinkSaysSo(boolean byDefault) throws Exception {
        byte[] text = receipt("4711", "DELIVRD").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("CMT-LONG\0\1\1998901234567\0\5\0".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes("B".repeat(25).getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(new byte[] {0, 4, 0, 0, 0, 0, 0, 0, 0, 0, (byte) text.length});
        body.writeBytes(text);
        body.writeBytes(new byte[] {0, 0x1E, 0, 63, 'c', 'u', 't'});
        try (ServerSocket centre = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            scene.use(LinkScene.linkTo(
                    centre.getLocalPort(),
                    "session.tolerated_defects",
                    byDefault ? List.of("tlv_stream", "field_too_long") : List.of("sm_length")));
            try (Socket socket = centre.accept()) {
                Frame bind = PduCodec.decode(pdu(socket));
                socket.getOutputStream()
                        .write(PduCodec.encode(
                                new Frame(0, bind.sequence(), new BindResp(BindMode.TRANSCEIVER, "smsc", Tlvs.NONE))));
                ByteBuffer deliver = ByteBuffer.allocate(16 + body.size());
                deliver.putInt(deliver.capacity()).putInt(5).putInt(0).putInt(9).put(body.toByteArray());
                socket.getOutputStream().write(deliver.array());
                if (byDefault) {
                    Outcome.Receipt receipt = scene.next(Outcome.Receipt.class);
                    assertThat(receipt.report().receiptKey()).isEqualTo("4711");
                    assertThat(receipt.report().state()).isEqualTo(ReceiptState.DELIVERED);
                    receipt.acknowledge().run();
                }
                int status = PduCodec.decode(pdu(socket)).status();
                assertThat(status).isEqualTo(byDefault ? 0 : CommandStatus.ESME_RINVSERTYP.code());
            }
        }
    }

    private static byte[] pdu(Socket socket) throws IOException {
        byte[] length = socket.getInputStream().readNBytes(4);
        ByteBuffer pdu = ByteBuffer.allocate(ByteBuffer.wrap(length).getInt());
        pdu.put(length).put(socket.getInputStream().readNBytes(pdu.remaining()));
        return pdu.array();
    }

    @Test
    void whatThereIsNoRoomForIsRefusedSoThatTheOperatorKeepsIt() throws Exception {
        scene.close();
        scene = new LinkScene(1);
        scene.bind(LinkScene.link(smsc));
        CompletableFuture<Reply<DeliverSmResp>> kept = smsc.deliver(deliver(receipt("1", "DELIVRD")));
        CompletableFuture<Reply<DeliverSmResp>> refused = smsc.deliver(deliver(receipt("2", "DELIVRD")));
        assertThat(refused.get(60, TimeUnit.SECONDS).statusOrMinusOne()).isEqualTo(CommandStatus.ESME_RX_T_APPN.code());
        assertThat(kept).isNotDone();
        scene.next(Outcome.Receipt.class).acknowledge().run();
        assertThat(kept.get(60, TimeUnit.SECONDS).statusOrMinusOne()).isZero();
    }
}
