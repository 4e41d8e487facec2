package io.elchi.smpp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.AlertNotification;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.BroadcastSm;
import io.elchi.smpp.pdu.BroadcastSmResp;
import io.elchi.smpp.pdu.CancelBroadcastSm;
import io.elchi.smpp.pdu.CancelSm;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DestinationAddress;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Notice;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.QueryBroadcastSm;
import io.elchi.smpp.pdu.QueryBroadcastSmResp;
import io.elchi.smpp.pdu.QuerySm;
import io.elchi.smpp.pdu.QuerySmResp;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitMultiResp;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.pdu.UnsuccessSme;
import io.elchi.smpp.session.Answer;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.SmppSession;
import io.elchi.testkit.peers.Tap;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Sessions of our client and our server that use every command of SMPP 5.0, and what passed between them.
final class EveryCommand {
    private static final Address ELCHI = new Address(5, 0, "Elchi");
    private static final Address PHONE = new Address(1, 1, "998901234567");
    private static final Octets TEXT = Octets.of("Your code is 493817", StandardCharsets.US_ASCII);
    private static final SessionConfig V5 =
            SessionConfig.DEFAULTS.but().version(InterfaceVersion.V5_0).build();

    private final BlockingQueue<SmppSession> bound = new LinkedBlockingQueue<>();
    private final CountDownLatch alerted = new CountDownLatch(1);
    private final SessionHandler esme = new SessionHandler() {
        @Override
        public void onRequest(Exchange exchange) {
            exchange.respond(exchange.request().emptyResponse());
        }

        @Override
        public void onNotice(SmppSession session, Notice notice) {
            alerted.countDown();
        }
    };

    private EveryCommand() {}

    static List<Tap.Chunk> played() throws Exception {
        return new EveryCommand().play();
    }

    private List<Tap.Chunk> play() throws Exception {
        SessionHandler answering = SessionHandler.onVirtualThreads((_, request) -> answer(request));
        SessionHandler centre = new SessionHandler() {
            @Override
            public void onRequest(Exchange exchange) {
                answering.onRequest(exchange);
            }

            @Override
            public void onBound(SmppSession session) {
                bound.add(session);
            }
        };
        List<Tap.Chunk> chunks = new ArrayList<>();
        try (SmppServer server = SmppServer.start(
                        ServerConfig.loopback(0, "elchi").session(V5), _ -> BindDecision.accept(centre));
                Tap tap = new Tap(server.address(), 0);
                SmppClient client = SmppClient.create(1)) {
            ClientConfig login = ClientConfig.transceiver(
                            "127.0.0.1", tap.address().getPort(), "bank", "secret")
                    .session(V5);
            transceiver(client.connect(login, esme));
            transmitter(client.connect(login.mode(BindMode.TRANSMITTER).session(SessionConfig.DEFAULTS), esme));
            receiver(client.connect(login.mode(BindMode.RECEIVER), esme));
            nacked(tap.address());
            chunks.addAll(tap.chunks());
            InetSocketAddress listening = client.listenForOutbind(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            (_, _) -> login.mode(BindMode.RECEIVER),
                            V5,
                            () -> esme)
                    .address();
            try (Tap outbound = new Tap(listening, 100)) {
                server.outbind(outbound.address(), new Outbind("elchi", "pass"));
                unbind(Centre.take(bound, "the session of the outbind"));
                chunks.addAll(outbound.chunks());
            }
        }
        return chunks;
    }

    private void transceiver(SmppSession session) throws Exception {
        for (Request<?> request : requests()) {
            assertThat(session.send(request).statusOrMinusOne())
                    .as(request.command())
                    .isZero();
        }
        SubmitSm refused = submit().serviceType("no").build();
        assertThat(session.send(refused).statusOrMinusOne()).isEqualTo(CommandStatus.ESME_RTHROTTLED.code());
        SmppSession theirs = Centre.take(bound, "the transceiver");
        for (Request<?> request : List.of(
                DeliverSm.builder()
                        .source(PHONE)
                        .destination(ELCHI)
                        .esmClass(4)
                        .shortMessage(Octets.of("id:1 stat:DELIVRD err:000", StandardCharsets.US_ASCII))
                        .tlvs(receiptTlvs())
                        .build(),
                DataSm.builder()
                        .source(PHONE)
                        .destination(ELCHI)
                        .tlvs(payload())
                        .build(),
                new EnquireLink())) {
            assertThat(theirs.send(request).statusOrMinusOne()).isZero();
        }
        unbind(session);
    }

    private static List<Request<?>> requests() {
        return List.of(
                submit().shortMessage(TEXT).tlvs(someTlvs()).build(),
                submit().esmClass(0x40)
                        .shortMessage(Octets.ofHex("0500032A0201" + "61".repeat(120)))
                        .build(),
                submit().dataCoding(8)
                        .shortMessage(Octets.of("Салом", StandardCharsets.UTF_16BE))
                        .scheduleDeliveryTime("261124120000000+")
                        .validityPeriod("000001000000000R")
                        .build(),
                submit().tlvs(payload()).build(),
                DataSm.builder()
                        .source(ELCHI)
                        .destination(PHONE)
                        .tlvs(payload())
                        .build(),
                SubmitMulti.builder()
                        .source(ELCHI)
                        .destinations(List.of(
                                new DestinationAddress.SmeAddress(PHONE),
                                new DestinationAddress.DistributionList("staff")))
                        .shortMessage(TEXT)
                        .build(),
                new QuerySm("1", ELCHI),
                ReplaceSm.builder()
                        .messageId("1")
                        .source(ELCHI)
                        .shortMessage(TEXT)
                        .build(),
                new CancelSm("", "1", ELCHI, PHONE),
                BroadcastSm.builder().source(ELCHI).tlvs(broadcastTlvs()).build(),
                new QueryBroadcastSm("2", ELCHI, Tlvs.NONE.with(TlvTag.USER_MESSAGE_REFERENCE, 7)),
                new CancelBroadcastSm("", "2", ELCHI, Tlvs.NONE.with(TlvTag.USER_MESSAGE_REFERENCE, 7)),
                new EnquireLink());
    }

    private static SubmitSm.Builder submit() {
        return SubmitSm.builder().source(ELCHI).destination(PHONE).registeredDelivery(1);
    }

    private static Tlvs payload() {
        return Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, Octets.of("x".repeat(3_000), StandardCharsets.US_ASCII));
    }

    private static Tlvs someTlvs() {
        return Tlvs.NONE
                .with(TlvTag.USER_MESSAGE_REFERENCE, 4711)
                .with(TlvTag.SOURCE_PORT, 5000)
                .with(TlvTag.DEST_PORT, 5001)
                .with(TlvTag.SAR_MSG_REF_NUM, 42)
                .with(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                .with(TlvTag.SAR_SEGMENT_SEQNUM, 1)
                .with(TlvTag.PAYLOAD_TYPE, 0)
                .with(TlvTag.PRIVACY_INDICATOR, 1)
                .with(TlvTag.LANGUAGE_INDICATOR, 1)
                .with(TlvTag.CALLBACK_NUM, Octets.ofHex("01010139393839"))
                .with(TlvTag.ALERT_ON_MESSAGE_DELIVERY, 0)
                .with(TlvTag.DISPLAY_TIME, 1)
                .with(TlvTag.USSD_SERVICE_OP, 2)
                .with(TlvTag.ITS_SESSION_INFO, Octets.ofHex("0102"))
                .with(TlvTag.QOS_TIME_TO_LIVE, 3600)
                .with(TlvTag.DEST_ADDR_SUBUNIT, 1)
                .with(TlvTag.BILLING_IDENTIFICATION, Octets.ofHex("00414243"))
                .with(TlvTag.SOURCE_NETWORK_ID, "elchi123")
                .plus(new Tlv(0x1400, Octets.of("1201159", StandardCharsets.US_ASCII)))
                .plus(new Tlv(0x1401, Octets.of("1107161", StandardCharsets.US_ASCII)));
    }

    private static Tlvs receiptTlvs() {
        return Tlvs.NONE
                .with(TlvTag.RECEIPTED_MESSAGE_ID, "1")
                .with(TlvTag.MESSAGE_STATE, 2)
                .with(TlvTag.NETWORK_ERROR_CODE, Octets.ofHex("030000"));
    }

    /// Without broadcast_rep_num, which the specification wants: tshark takes it for one octet instead of two
    /// (5.0, 4.8.1, jSMPP, npm smpp) and loses its place.
    private static Tlvs broadcastTlvs() {
        return Tlvs.NONE
                .with(TlvTag.BROADCAST_AREA_IDENTIFIER, Octets.ofHex("0054617368"))
                .with(TlvTag.BROADCAST_CONTENT_TYPE, Octets.ofHex("010000"))
                .with(TlvTag.BROADCAST_FREQUENCY_INTERVAL, Octets.ofHex("080001"))
                .with(TlvTag.MESSAGE_PAYLOAD, TEXT);
    }

    private static Answer answer(Request<?> request) {
        return switch (request) {
            case SubmitSm submit when submit.serviceType().equals("no") -> Answer.refuse(CommandStatus.ESME_RTHROTTLED);
            case SubmitSm _ -> Answer.ok(new SubmitSmResp("1"));
            case DataSm _ -> Answer.ok(new DataSmResp("3"));
            case SubmitMulti _ ->
                Answer.ok(new SubmitMultiResp(
                        "4", List.of(new UnsuccessSme(PHONE, CommandStatus.ESME_RSUBMITFAIL.code()))));
            case QuerySm query -> Answer.ok(new QuerySmResp(query.messageId(), "261124120000000+", 2, 0));
            case BroadcastSm _ -> Answer.ok(new BroadcastSmResp("2", Tlvs.NONE));
            case QueryBroadcastSm query ->
                Answer.ok(new QueryBroadcastSmResp(
                        query.messageId(),
                        Tlvs.NONE
                                .with(TlvTag.MESSAGE_STATE, 1)
                                .with(TlvTag.BROADCAST_AREA_IDENTIFIER, Octets.ofHex("0054617368"))
                                .with(TlvTag.BROADCAST_AREA_SUCCESS, 90)));
            default -> Answer.ok();
        };
    }

    private void transmitter(SmppSession session) throws Exception {
        SmppSession theirs = Centre.take(bound, "the transmitter");
        assertThat(session.send(submit().shortMessage(TEXT).build()).statusOrMinusOne())
                .isZero();
        unbind(theirs);
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
    }

    private void receiver(SmppSession session) throws Exception {
        SmppSession theirs = Centre.take(bound, "the receiver");
        AlertNotification alert = new AlertNotification(PHONE, ELCHI, Tlvs.NONE.with(TlvTag.MS_AVAILABILITY_STATUS, 0));
        assertThat(theirs.offer(alert)).isEqualTo(Offer.ACCEPTED);
        assertThat(alerted.await(30, TimeUnit.SECONDS)).isTrue();
        unbind(session);
    }

    /// generic_nack is what our server says to a command that is none of its business.
    private static void nacked(InetSocketAddress address) throws Exception {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(PduCodec.encode(new Frame(0, 7, new Outbind("stranger", "pass"))));
            new DataInputStream(socket.getInputStream()).readFully(new byte[16]);
        }
    }

    private static void unbind(SmppSession session) throws InterruptedException {
        session.unbind();
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
    }
}
