package io.elchi.smpp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.BindFailedException;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.OutbindParameter;
import org.jsmpp.session.SMPPOutboundSession;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our client with jSMPP as the operator.
class JsmppServerTest {
    private static final int TIMER_MILLIS = 30_000;

    private final Phone phone = new Phone();
    private JsmppCentre centre;

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        phone.close();
        if (centre != null) {
            centre.close();
        }
    }

    private SmppSession bind() throws Exception {
        return bind(TIMER_MILLIS);
    }

    private SmppSession bind(int enquireMillis) throws Exception {
        centre = new JsmppCentre(new ServerSocketConnectionFactory(), enquireMillis);
        return phone.bind(Phone.login(centre.port()));
    }

    @Test
    void submits() throws Exception {
        SmppSession session = bind();
        assertThat(session.systemId()).isEqualTo("jsmpp");
        assertThat(Phone.accepted(session.send(Phone.submit("hello").build()))).isEqualTo("1001");
        SubmitSm got = Centre.take(centre.submitted, "a submit_sm");
        assertThat(got.getSourceAddr()).isEqualTo("Elchi");
        assertThat(got.getSourceAddrTon()).isEqualTo((byte) 5);
        assertThat(got.getDestAddress()).isEqualTo("998901234567");
        assertThat(got.getShortMessage()).asString().isEqualTo("hello");
    }

    @Test
    void longMessagesInAllThreeWays() throws Exception {
        SmppSession session = bind();
        Octets part = Octets.ofHex("0500032A0201" + "61".repeat(134));
        Phone.accepted(
                session.send(Phone.submit("").esmClass(0x40).shortMessage(part).build()));
        SubmitSm byHeader = Centre.take(centre.submitted, "a submit_sm");
        assertThat(byHeader.isUdhi()).isTrue();
        assertThat(byHeader.getShortMessage()).isEqualTo(part.toArray());

        Tlvs sar = Tlvs.NONE
                .with(TlvTag.SAR_MSG_REF_NUM, 4711)
                .with(TlvTag.SAR_TOTAL_SEGMENTS, 2)
                .with(TlvTag.SAR_SEGMENT_SEQNUM, 1);
        Phone.accepted(session.send(Phone.submit("one of two").tlvs(sar).build()));
        SubmitSm bySar = Centre.take(centre.submitted, "a submit_sm");
        assertThat(bySar.getOptionalParameter(OptionalParameter.Sar_msg_ref_num.class)
                        .getValue())
                .isEqualTo((short) 4711);
        assertThat(bySar.getOptionalParameter(OptionalParameter.Sar_segment_seqnum.class)
                        .getValue())
                .isEqualTo((byte) 1);

        Octets all = Octets.of("x".repeat(5_000), StandardCharsets.US_ASCII);
        Phone.accepted(session.send(Phone.submit("")
                .tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, all))
                .build()));
        SubmitSm byPayload = Centre.take(centre.submitted, "a submit_sm");
        assertThat(byPayload
                        .getOptionalParameter(OptionalParameter.Message_payload.class)
                        .getValue())
                .isEqualTo(all.toArray());
    }

    @Test
    void dataSm() throws Exception {
        DataSm data = DataSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "998901234567"))
                .tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, Octets.ofHex("414243")))
                .build();
        assertThat(bind().send(data).statusOrMinusOne()).isZero();
    }

    @Test
    void takesReceiptsAndMessages() throws Exception {
        bind();
        SMPPServerSession theirs = centre.session();
        String text =
                "id:1001 sub:001 dlvrd:001 submit date:2611240101 done date:2611240102 stat:DELIVRD err:000 text:";
        JsmppCentre.deliver(theirs, 4, text, new OptionalParameter.Receipted_message_id("1001"));
        DeliverSm receipt = phone.delivered();
        assertThat(receipt.esmClass()).isEqualTo(4);
        assertThat(receipt.shortMessage().text(StandardCharsets.US_ASCII)).isEqualTo(text);
        assertThat(receipt.tlvs().get(TlvTag.RECEIPTED_MESSAGE_ID)).contains("1001");
        JsmppCentre.deliver(theirs, 0, "STOP");
        assertThat(phone.delivered().shortMessage().text(StandardCharsets.US_ASCII))
                .isEqualTo("STOP");
    }

    @Test
    void refusalsAreTheirStatus() throws Exception {
        SmppSession session = bind();
        for (int status : new int[] {CommandStatus.ESME_RTHROTTLED.code(), CommandStatus.ESME_RMSGQFUL.code(), 0x400}) {
            assertThat(session.send(Phone.refused(status)).statusOrMinusOne()).isEqualTo(status);
        }
    }

    @Test
    void enquiresAndIsEnquired() throws Exception {
        SmppSession session = bind(50);
        assertThat(session.send(new EnquireLink()).statusOrMinusOne()).isZero();
        long before = session.stats().pdusIn();
        while (session.stats().pdusIn() < before + 3) {
            assertThat(session.state().isBound()).isTrue();
            Thread.sleep(Duration.ofMillis(5));
        }
    }

    @Test
    void aRefusedBind() throws Exception {
        centre = new JsmppCentre(new ServerSocketConnectionFactory(), TIMER_MILLIS);
        assertThatThrownBy(() -> phone.bind(ClientConfig.transceiver("127.0.0.1", centre.port(), "bank", "guess")))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RINVPASWD.code()));
    }

    @Test
    void unbinds() throws Exception {
        SmppSession session = bind();
        session.unbind();
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND);
    }

    @Test
    void isUnbound() throws Exception {
        SmppSession session = bind();
        centre.session().unbindAndClose();
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND_BY_PEER);
    }

    @Test
    void speaksTls() throws Exception {
        Certificate certificate = Certificate.in(folder);
        ServerSocket listening = certificate.context().getServerSocketFactory().createServerSocket();
        centre = new JsmppCentre(
                new ServerConnectionFactory() {
                    @Override
                    public ServerConnection listen(int port) throws IOException {
                        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                        return new ServerSocketConnection(listening);
                    }

                    @Override
                    public ServerConnection listen(int port, int timeout) throws IOException {
                        return listen(port);
                    }

                    @Override
                    public ServerConnection listen(int port, int timeout, int backlog) throws IOException {
                        return listen(port);
                    }
                },
                TIMER_MILLIS);
        SmppSession session = phone.bind(Phone.login(centre.port()).tls(Tls.client(certificate.chain())));
        assertThat(Phone.accepted(session.send(Phone.submit("hello over TLS").build())))
                .isEqualTo("1001");
        session.unbind();
        assertThat(session.awaitClosed(Duration.ofSeconds(30))).isTrue();
    }

    /// Item 52.
    @Test
    void followsAnOutbind() throws Exception {
        InetSocketAddress listening = phone.client
                .listenForOutbind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        (outbind, _) -> outbind.systemId().equals("jsmpp")
                                ? Phone.login(0).mode(BindMode.RECEIVER)
                                : null,
                        SessionConfig.DEFAULTS,
                        () -> phone.taking)
                .address();
        SMPPOutboundSession theirs = new SMPPOutboundSession();
        BindRequest request = theirs.connectAndOutbind(
                "127.0.0.1", listening.getPort(), new OutbindParameter("jsmpp", "pass"), TIMER_MILLIS);
        assertThat(request.getSystemId()).isEqualTo("bank");
        request.accept("jsmpp");
        theirs.deliverShortMessage(
                "",
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                "998901234567",
                TypeOfNumber.ALPHANUMERIC,
                NumberingPlanIndicator.UNKNOWN,
                "Elchi",
                new ESMClass(),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(),
                new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                "by outbind".getBytes(StandardCharsets.US_ASCII));
        assertThat(phone.delivered().shortMessage().text(StandardCharsets.US_ASCII))
                .isEqualTo("by outbind");
        theirs.unbindAndClose();
    }
}
