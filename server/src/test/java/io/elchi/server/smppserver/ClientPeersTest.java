package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Platform;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Octets;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.util.DeliveryReceiptState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// jSMPP as a client: it has its own reading of the specification, and of receipts.
class ClientPeersTest {
    private static final int MESSAGES = 500;
    private static final int WINDOW = 100;
    private static final int TIMER_MILLIS = 30_000;
    private static final RegisteredDelivery RECEIPT = new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE);

    private static SmppBank bank;

    private final Map<String, DeliveryReceipt> receipts = new ConcurrentHashMap<>();
    private final AtomicReference<Exception> fault = new AtomicReference<>();

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private final class Receiving implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm deliver) {
            try {
                DeliveryReceipt receipt = deliver.getShortMessageAsDeliveryReceipt();
                receipts.put(receipt.getId(), receipt);
            } catch (Exception e) {
                fault.set(e);
            }
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {
            fault.set(new IllegalStateException("an alert"));
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) {
            throw new UnsupportedOperationException();
        }
    }

    private SMPPSession bind(SmppBank.Login login) throws Exception {
        SMPPSession esme = new SMPPSession();
        esme.setTransactionTimer(TIMER_MILLIS);
        esme.setMessageReceiverListener(new Receiving());
        esme.connectAndBind(
                "127.0.0.1",
                bank.port(),
                new BindParameter(
                        BindType.BIND_TRX,
                        login.systemId(),
                        login.password(),
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        ""),
                TIMER_MILLIS);
        return esme;
    }

    private static String submit(SMPPSession esme, String to, Alphabet alphabet, byte[] text) throws Exception {
        return esme.submitShortMessage(
                        "CMT",
                        TypeOfNumber.ALPHANUMERIC,
                        NumberingPlanIndicator.UNKNOWN,
                        "Bank",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        to,
                        new ESMClass(),
                        (byte) 0,
                        (byte) 0,
                        null,
                        "000001000000000R",
                        RECEIPT,
                        (byte) 0,
                        new GeneralDataCoding(alphabet),
                        (byte) 0,
                        text)
                .getMessageId();
    }

    @Test
    void aWindowOfMessagesAndTheirReceipts() throws Exception {
        SMPPSession esme = bind(bank.login("jsmpp", ""));
        Set<String> ids = ConcurrentHashMap.newKeySet();
        Semaphore window = new Semaphore(WINDOW);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MESSAGES; i++) {
                String to = SmppBank.DESTINATION;
                String text = "message " + i;
                senders.submit(() -> {
                    window.acquire();
                    try {
                        ids.add(submit(esme, to, Alphabet.ALPHA_DEFAULT, text.getBytes(StandardCharsets.US_ASCII)));
                    } catch (Exception e) {
                        fault.set(e);
                    } finally {
                        window.release();
                    }
                    return null;
                });
            }
        }
        assertThat(fault.get()).isNull();
        assertThat(ids).hasSize(MESSAGES);
        Platform.await("every receipt came", () -> receipts.size() == MESSAGES);
        assertThat(receipts.keySet()).isEqualTo(new HashSet<>(ids));
        assertThat(receipts.values()).allSatisfy(receipt -> {
            assertThat(receipt.getFinalStatus()).isEqualTo(DeliveryReceiptState.DELIVRD);
            assertThat(receipt.getDelivered()).isEqualTo(1);
            assertThat(receipt.getSubmitDate()).isNotNull();
            assertThat(receipt.getDoneDate()).isNotNull();
            assertThat(receipt.getError()).isEqualTo("000");
        });
        assertThat(fault.get()).isNull();
        for (int i = 0; i < MESSAGES; i++) {
            bank.submitted();
        }
        esme.unbindAndClose();
    }

    @Test
    void aTextInUcs2AndItsState() throws Exception {
        SMPPSession esme = bind(bank.login("jsmpp2", ""));
        String id =
                submit(esme, SmppBank.DESTINATION, Alphabet.ALPHA_UCS2, "Салом".getBytes(StandardCharsets.UTF_16BE));
        assertThat(bank.submitted().shortMessage()).isEqualTo(Octets.of("Салом", StandardCharsets.UTF_16BE));
        Platform.await("its receipt came", () -> receipts.containsKey(id));
        QuerySmResult state =
                esme.queryShortMessage(id, TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, "Bank");
        assertThat(state.getMessageState()).hasToString("DELIVERED");
        esme.unbindAndClose();
    }

    @Test
    void errorsAreStatuses() throws Exception {
        SMPPSession esme = bind(bank.login("jsmpp3", ""));
        assertThatThrownBy(() -> submit(esme, "12", Alphabet.ALPHA_DEFAULT, new byte[] {'x'}))
                .isInstanceOfSatisfying(
                        NegativeResponseException.class,
                        e -> assertThat(e.getCommandStatus()).isEqualTo(CommandStatus.ESME_RINVDSTADR.code()));
        assertThatThrownBy(() -> esme.cancelShortMessage(
                        "",
                        "0",
                        TypeOfNumber.ALPHANUMERIC,
                        NumberingPlanIndicator.UNKNOWN,
                        "Bank",
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        SmppBank.DESTINATION))
                .isInstanceOf(NegativeResponseException.class);
        esme.unbindAndClose();
    }
}
