package io.elchi.smpp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jsmpp.session.connection.socket.SocketConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// jSMPP as an ESME of our server.
class JsmppClientTest {
    private static final int TIMER_MILLIS = 30_000;
    private static final RegisteredDelivery NO_RECEIPT = new RegisteredDelivery(SMSCDeliveryReceipt.DEFAULT);
    private static final RegisteredDelivery RECEIPT = new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE);

    private final BlockingQueue<DeliverSm> delivered = new LinkedBlockingQueue<>();
    private final BlockingQueue<Session> asked = new LinkedBlockingQueue<>();
    private int enquireMillis = TIMER_MILLIS;
    private Centre centre;
    private SMPPSession esme;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        if (esme != null) {
            esme.close();
        }
        if (centre != null) {
            centre.close();
        }
    }

    private SmppSession bind(BindType type) throws Exception {
        centre = new Centre(null);
        return bind(type, "secret", SocketConnectionFactory.getInstance(), "127.0.0.1");
    }

    private SmppSession bind(BindType type, String password, ConnectionFactory connections, String host)
            throws Exception {
        esme = new SMPPSession(connections);
        esme.setTransactionTimer(TIMER_MILLIS);
        esme.setEnquireLinkTimer(enquireMillis);
        esme.setMessageReceiverListener(new Receiving());
        String system = esme.connectAndBind(
                host,
                centre.port(),
                new BindParameter(type, "bank", password, "", TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, ""),
                TIMER_MILLIS);
        assertThat(system).isEqualTo("elchi");
        return centre.session();
    }

    private String submit(int esmClass, RegisteredDelivery registered, byte[] text, OptionalParameter... tlvs)
            throws Exception {
        return submit("Elchi", "998901234567", esmClass, registered, text, tlvs);
    }

    private String submit(
            String from, String to, int esmClass, RegisteredDelivery registered, byte[] text, OptionalParameter... tlvs)
            throws Exception {
        return esme.submitShortMessage(
                        "CMT",
                        TypeOfNumber.ALPHANUMERIC,
                        NumberingPlanIndicator.UNKNOWN,
                        from,
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        to,
                        new ESMClass(esmClass),
                        (byte) 0,
                        (byte) 1,
                        null,
                        "000001000000000R",
                        registered,
                        (byte) 0,
                        new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                        (byte) 0,
                        text,
                        tlvs)
                .getMessageId();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void submits() throws Exception {
        SmppSession ours = bind(BindType.BIND_TRX);
        assertThat(ours.mode()).isEqualTo(BindMode.TRANSCEIVER);
        assertThat(ours.version()).isEqualTo(InterfaceVersion.V3_4);
        assertThat(submit(0, NO_RECEIPT, ascii("hello"))).isEqualTo("1001");
        SubmitSm got = centre.submitted();
        assertThat(got.serviceType()).isEqualTo("CMT");
        assertThat(got.source()).hasToString("Address[ton=5, npi=0, digits=Elchi]");
        assertThat(got.destination()).hasToString("Address[ton=1, npi=1, digits=998901234567]");
        assertThat(got.priorityFlag()).isEqualTo(1);
        assertThat(got.validityPeriod()).isEqualTo("000001000000000R");
        assertThat(got.shortMessage()).isEqualTo(Octets.of("hello", StandardCharsets.US_ASCII));
    }

    @Test
    void longMessagesInAllThreeWays() throws Exception {
        bind(BindType.BIND_TX);
        byte[] header = {5, 0, 3, 42, 2, 1};
        byte[] part = new byte[140];
        System.arraycopy(header, 0, part, 0, header.length);
        submit(0x40, NO_RECEIPT, part);
        SubmitSm byHeader = centre.submitted();
        assertThat(byHeader.esmClass()).isEqualTo(0x40);
        assertThat(byHeader.shortMessage()).isEqualTo(Octets.of(part));

        submit(
                0,
                NO_RECEIPT,
                ascii("second of two"),
                new OptionalParameter.Sar_msg_ref_num((short) 4711),
                new OptionalParameter.Sar_total_segments((byte) 2),
                new OptionalParameter.Sar_segment_seqnum((byte) 2));
        SubmitSm bySar = centre.submitted();
        assertThat(bySar.tlvs().get(TlvTag.SAR_MSG_REF_NUM)).contains(4711);
        assertThat(bySar.tlvs().get(TlvTag.SAR_TOTAL_SEGMENTS)).contains(2);
        assertThat(bySar.tlvs().get(TlvTag.SAR_SEGMENT_SEQNUM)).contains(2);

        byte[] all = ascii("x".repeat(5_000));
        submit(0, NO_RECEIPT, new byte[0], new OptionalParameter.Message_payload(all));
        SubmitSm byPayload = centre.submitted();
        assertThat(byPayload.shortMessage().isEmpty()).isTrue();
        assertThat(byPayload.tlvs().get(TlvTag.MESSAGE_PAYLOAD)).contains(Octets.of(all));
    }

    @Test
    void readsOurReceipts() throws Exception {
        bind(BindType.BIND_TRX);
        String id = submit(0, RECEIPT, ascii("hello"));
        DeliverSm receipt = Centre.take(delivered, "a receipt");
        assertThat(receipt.isSmscDeliveryReceipt()).isTrue();
        assertThat(receipt.getSourceAddr()).isEqualTo("998901234567");
        assertThat(receipt.getDestAddress()).isEqualTo("Elchi");
        assertThat(receipt.getShortMessageAsDeliveryReceipt().getId()).isEqualTo(id);
        assertThat(receipt.getShortMessageAsDeliveryReceipt().getFinalStatus()).hasToString("DELIVRD");
        assertThat(receipt.getOptionalParameter(OptionalParameter.Receipted_message_id.class)
                        .getValueAsString())
                .isEqualTo(id);
        assertThat(centre.receiptReply().statusOrMinusOne()).isZero();
    }

    @Test
    void enquiresAndIsEnquired() throws Exception {
        enquireMillis = 50;
        SmppSession ours = bind(BindType.BIND_TRX);
        assertThat(ours.send(new EnquireLink()).statusOrMinusOne()).isZero();
        assertThat(Centre.take(asked, "our enquire_link")).isSameAs(esme);
        // What comes now is its own enquire_link, one after the other: our answers please it.
        long before = ours.stats().pdusIn();
        while (ours.stats().pdusIn() < before + 3) {
            assertThat(ours.state().isBound()).isTrue();
            Thread.sleep(Duration.ofMillis(5));
        }
        assertThat(submit(0, NO_RECEIPT, ascii("still here"))).isNotEmpty();
    }

    @Test
    void readsOurRefusals() throws Exception {
        bind(BindType.BIND_TRX);
        for (int status : new int[] {CommandStatus.ESME_RTHROTTLED.code(), CommandStatus.ESME_RMSGQFUL.code(), 0x400}) {
            assertThatThrownBy(() -> submit("status", Integer.toString(status), 0, NO_RECEIPT, ascii("x")))
                    .isInstanceOfSatisfying(
                            NegativeResponseException.class,
                            e -> assertThat(e.getCommandStatus()).isEqualTo(status));
        }
        assertThat(submit(0, NO_RECEIPT, ascii("then a good one"))).isEqualTo("1001");
    }

    @Test
    void isToldWhyItDoesNotBind() throws Exception {
        centre = new Centre(null);
        assertThatThrownBy(() -> bind(BindType.BIND_TRX, "guess", SocketConnectionFactory.getInstance(), "127.0.0.1"))
                .hasRootCauseInstanceOf(NegativeResponseException.class)
                .rootCause()
                .hasMessageContaining("0000000e");
    }

    @Test
    void unbinds() throws Exception {
        SmppSession ours = bind(BindType.BIND_TRX);
        esme.unbindAndClose();
        assertThat(ours.awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(ours.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND_BY_PEER);
    }

    @Test
    void isUnbound() throws Exception {
        SmppSession ours = bind(BindType.BIND_TRX);
        ours.unbind();
        assertThat(ours.awaitClosed(Duration.ofSeconds(30))).isTrue();
        assertThat(ours.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND);
    }

    @Test
    void speaksTls() throws Exception {
        Certificate certificate = Certificate.in(folder);
        centre = new Centre(Tls.server(certificate.chain(), certificate.key()));
        SSLSocketFactory sockets = certificate.context().getSocketFactory();
        bind(
                BindType.BIND_TRX,
                "secret",
                (host, port) -> new SocketConnection(sockets.createSocket(host, port)),
                "localhost");
        String id = submit(0, RECEIPT, ascii("hello over TLS"));
        assertThat(Centre.take(delivered, "a receipt")
                        .getShortMessageAsDeliveryReceipt()
                        .getId())
                .isEqualTo(id);
        esme.unbindAndClose();
    }

    private final class Receiving implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm deliverSm) {
            delivered.add(deliverSm);
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onAcceptEnquireLink(org.jsmpp.bean.EnquireLink enquireLink, Session source) {
            asked.add(source);
        }
    }
}
