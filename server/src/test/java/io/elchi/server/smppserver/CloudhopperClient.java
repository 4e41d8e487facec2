package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudhopper.commons.util.windowing.WindowFuture;
import com.cloudhopper.smpp.SmppBindType;
import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.SmppSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppClient;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.CancelSm;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.EnquireLink;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.QuerySm;
import com.cloudhopper.smpp.pdu.QuerySmResp;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.ssl.SslConfiguration;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.tlv.TlvConvertException;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.util.DeliveryReceipt;
import com.cloudhopper.smpp.util.DeliveryReceiptException;
import io.elchi.server.contract.Platform;
import io.elchi.smpp.pdu.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.joda.time.DateTimeZone;

/// Cloudhopper SMPP as a client of a bank: one dialogue with all that it can do.
@SuppressWarnings("rawtypes") // Its own interfaces use them.
final class CloudhopperClient implements AutoCloseable {
    private static final int WINDOW = 100;
    private static final int TIMER_MILLIS = 30_000;
    private static final byte RECEIPT = 1;
    private static final byte WITH_INTERMEDIATE = 0x11;

    private final SmppBank bank;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DefaultSmppClient client = new DefaultSmppClient(threads, 1);
    private final SmppSession session;
    private final Map<String, List<Received>> receipts = new ConcurrentHashMap<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    /// A receipt as cloudhopper reads it.
    private record Received(DeliveryReceipt receipt, int esmClass, int state) {}

    CloudhopperClient(SmppBank bank, SmppBank.Login login, int port, boolean tls) throws Exception {
        this.bank = bank;
        SmppSessionConfiguration config =
                new SmppSessionConfiguration(SmppBindType.TRANSCEIVER, login.systemId(), login.password());
        config.setHost("127.0.0.1");
        config.setPort(port);
        config.setConnectTimeout(TIMER_MILLIS);
        config.setBindTimeout(TIMER_MILLIS);
        config.setRequestExpiryTimeout(TIMER_MILLIS);
        config.setWindowSize(WINDOW);
        config.getLoggingOptions().setLogPdu(false);
        if (tls) {
            SslConfiguration ssl = new SslConfiguration();
            ssl.setTrustAll(true);
            // Its Netty 3 does not complete a handshake of TLS 1.3.
            ssl.setIncludeProtocols("TLSv1.2");
            config.setUseSsl(true);
            config.setSslConfiguration(ssl);
        }
        session = client.bind(config, new Handler());
    }

    private final class Handler extends DefaultSmppSessionHandler {
        @Override
        public PduResponse firePduRequestReceived(PduRequest request) {
            try {
                if (request instanceof DeliverSm deliver) {
                    received(deliver);
                }
            } catch (DeliveryReceiptException | TlvConvertException | RuntimeException e) {
                faults.add(e);
            }
            return request.createResponse();
        }

        @Override
        public void fireUnexpectedPduResponseReceived(PduResponse response) {
            faults.add(new IllegalStateException("unexpected: " + response));
        }

        @Override
        public void fireUnknownThrowable(Throwable e) {
            faults.add(e);
        }
    }

    private void received(DeliverSm deliver) throws DeliveryReceiptException, TlvConvertException {
        DeliveryReceipt receipt = DeliveryReceipt.parseShortMessage(
                new String(deliver.getShortMessage(), StandardCharsets.US_ASCII), DateTimeZone.UTC);
        Tlv id = deliver.getOptionalParameter(SmppConstants.TAG_RECEIPTED_MSG_ID);
        Tlv state = deliver.getOptionalParameter(SmppConstants.TAG_MSG_STATE);
        assertThat(id.getValueAsString()).isEqualTo(receipt.getMessageId());
        receipts.computeIfAbsent(receipt.getMessageId(), _ -> new CopyOnWriteArrayList<>())
                .add(new Received(receipt, deliver.getEsmClass(), state.getValueAsByte()));
    }

    private List<Received> receipts(String id, int count) {
        Platform.await(
                "receipts of " + id + " arrive",
                () -> receipts.getOrDefault(id, List.of()).size() >= count);
        return receipts.get(id);
    }

    private static SubmitSm message(byte[] text) throws Exception {
        SubmitSm submit = new SubmitSm();
        submit.setSourceAddress(new Address((byte) 5, (byte) 0, "Bank"));
        submit.setDestAddress(new Address((byte) 1, (byte) 1, SmppBank.DESTINATION));
        submit.setRegisteredDelivery(RECEIPT);
        submit.setShortMessage(text);
        return submit;
    }

    private static SubmitSm message(String text) throws Exception {
        return message(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String accepted(SubmitSm submit) throws Exception {
        SubmitSmResp response = session.submit(submit, TIMER_MILLIS);
        assertThat(response.getCommandStatus()).isZero();
        return response.getMessageId();
    }

    /// Everything, and its end.
    void play(int messages) throws Exception {
        fullWindow(messages);
        contents();
        failuresAndNotifications();
        queryAndCancel();
        SubmitSm wrong = message("x");
        wrong.setDestAddress(new Address((byte) 1, (byte) 1, "12"));
        assertThat(session.submit(wrong, TIMER_MILLIS).getCommandStatus()).isEqualTo(SmppConstants.STATUS_INVDSTADR);
        assertThat(session.enquireLink(new EnquireLink(), TIMER_MILLIS).getCommandStatus())
                .isZero();
        session.unbind(TIMER_MILLIS);
        assertThat(faults).isEmpty();
    }

    private void fullWindow(int messages) throws Exception {
        List<WindowFuture<Integer, PduRequest, PduResponse>> asked = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            asked.add(session.sendRequestPdu(message("message " + i), TIMER_MILLIS, true));
        }
        Set<String> ids = new HashSet<>();
        for (WindowFuture<Integer, PduRequest, PduResponse> each : asked) {
            assertThat(each.await()).isTrue();
            SubmitSmResp response = (SubmitSmResp) each.getResponse();
            assertThat(response.getCommandStatus()).isZero();
            ids.add(response.getMessageId());
        }
        assertThat(ids).hasSize(messages);
        for (String id : ids) {
            Received received = receipts(id, 1).getFirst();
            delivered(received);
            assertThat(received.receipt.getSubmitCount()).isEqualTo(1);
            assertThat(received.receipt.getDeliveredCount()).isEqualTo(1);
            assertThat(received.receipt.getSubmitDate()).isNotNull();
            assertThat(received.receipt.getDoneDate()).isNotNull();
            assertThat(received.receipt.getErrorCode()).isZero();
            bank.submitted();
        }
    }

    private static void delivered(Received received) {
        assertThat(received.esmClass).isEqualTo(4);
        assertThat(received.state).isEqualTo(SmppConstants.STATE_DELIVERED);
        assertThat(received.receipt.getState()).isEqualTo(SmppConstants.STATE_DELIVERED);
    }

    private void contents() throws Exception {
        SubmitSm unicode = message("Салом".getBytes(StandardCharsets.UTF_16BE));
        unicode.setDataCoding((byte) 8);
        delivered(receipts(accepted(unicode), 1).getFirst());
        assertThat(bank.submitted().shortMessage()).isEqualTo(Octets.of("Салом", StandardCharsets.UTF_16BE));
        for (int part = 1; part <= 2; part++) {
            Octets octets = Octets.ofHex("0500032a020" + part + "70617274");
            SubmitSm submit = message(octets.toArray());
            submit.setEsmClass((byte) 0x40);
            delivered(receipts(accepted(submit), 1).getFirst());
            assertThat(bank.submitted().shortMessage()).isEqualTo(octets);
        }
        SubmitSm payload = message("");
        payload.addOptionalParameter(
                new Tlv(SmppConstants.TAG_MESSAGE_PAYLOAD, "x".repeat(300).getBytes(StandardCharsets.US_ASCII)));
        Received received = receipts(accepted(payload), 1).getFirst();
        delivered(received);
        assertThat(received.receipt.getSubmitCount()).isEqualTo(2);
        assertThat(bank.submitted().esmClass()).isEqualTo(0x40);
        bank.submitted();
    }

    private void failuresAndNotifications() throws Exception {
        Received failed = receipts(accepted(message("fails")), 1).getFirst();
        assertThat(failed.state).isEqualTo(SmppConstants.STATE_UNDELIVERABLE);
        assertThat(failed.receipt.getState()).isEqualTo(SmppConstants.STATE_UNDELIVERABLE);
        bank.submitted();
        SubmitSm waits = message("waits");
        waits.setRegisteredDelivery(WITH_INTERMEDIATE);
        List<Received> both = receipts(accepted(waits), 2);
        assertThat(both.getFirst().esmClass).isEqualTo(0x20);
        assertThat(both.getFirst().receipt.getState()).isEqualTo(SmppConstants.STATE_ENROUTE);
        delivered(both.getLast());
        bank.submitted();
    }

    private void queryAndCancel() throws Exception {
        SubmitSm later = message("later");
        later.setScheduleDeliveryTime("000000020000000R");
        String id = accepted(later);
        QuerySm query = new QuerySm();
        query.setMessageId(id);
        query.setSourceAddress(later.getSourceAddress());
        QuerySmResp state = (QuerySmResp) answered(query);
        assertThat(state.getCommandStatus()).isZero();
        assertThat(state.getMessageId()).isEqualTo(id);
        assertThat(state.getMessageState()).isEqualTo(SmppConstants.STATE_ENROUTE);
        CancelSm cancel = new CancelSm();
        cancel.setMessageId(id);
        cancel.setSourceAddress(later.getSourceAddress());
        cancel.setDestAddress(later.getDestAddress());
        assertThat(answered(cancel).getCommandStatus()).isZero();
        assertThat(receipts(id, 1).getFirst().receipt.getState()).isEqualTo(SmppConstants.STATE_DELETED);
    }

    private PduResponse answered(PduRequest request) throws Exception {
        WindowFuture<Integer, PduRequest, PduResponse> asked = session.sendRequestPdu(request, TIMER_MILLIS, true);
        assertThat(asked.await()).isTrue();
        return asked.getResponse();
    }

    @Override
    public void close() {
        session.destroy();
        client.destroy();
        threads.shutdownNow();
    }
}
