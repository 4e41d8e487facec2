package io.elchi.e2e;

import static io.elchi.e2e.Recovery.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.util.InvalidDeliveryReceiptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// kill -9 of the server while a client of jSMPP submits: each message with a submit_sm_resp ends, is charged once,
/// and
/// its receipt reaches the client.
class SmppKillTest {
    private static final int MESSAGES = 5_000;
    private static final int KILL_AT = 2_000;
    private static final int WINDOW = 32;
    private static final int TIMER_MILLIS = 30_000;
    private static final long STORED_WITHIN_NANOS = 5_000_000_000L;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    /// When each came first, in nanoseconds.
    private final Map<String, Long> receipts = new ConcurrentHashMap<>();
    private final Set<String> tooOld = ConcurrentHashMap.newKeySet();
    private volatile long killedAt = Long.MAX_VALUE;
    private final AtomicInteger number = new AtomicInteger();
    private Path folder;
    private Product product;
    private Recovery recovery;
    private int port;
    private volatile SMPPSession session;

    @BeforeEach
    void start() throws Exception {
        port = FreePort.find();
        folder = Files.createTempDirectory("elchi-smpp-kill-");
        product =
                new Product(folder, List.of(Recovery.RECHECK, "smpp_server.enabled=true", "smpp_server.port=" + port));
        recovery = new Recovery(folder, product, 0, 1);
        try (Connection database = product.database()) {
            SmppLoginSeed.insert(database);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (session != null) {
            session.close();
        }
        product.close();
        recovery.close();
        Product.delete(folder);
    }

    private final class Receiving implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm deliver) {
            try {
                String id = deliver.getShortMessageAsDeliveryReceipt().getId();
                long now = System.nanoTime();
                Long first = receipts.putIfAbsent(id, now);
                // The cursor is stored each second: what was acknowledged long before does not come again.
                if (first != null && first < killedAt - STORED_WITHIN_NANOS) {
                    tooOld.add(id);
                }
            } catch (InvalidDeliveryReceiptException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) {
            throw new UnsupportedOperationException();
        }
    }

    /// Tries until it is bound.
    private synchronized void bind() throws Exception {
        if (session != null && session.getSessionState().isBound()) {
            return;
        }
        until(() -> {
            SMPPSession next = new SMPPSession();
            next.setTransactionTimer(TIMER_MILLIS);
            next.setMessageReceiverListener(new Receiving());
            try {
                next.connectAndBind(
                        "127.0.0.1",
                        port,
                        new BindParameter(
                                BindType.BIND_TRX,
                                "load1",
                                SmppLoginSeed.PASSWORD,
                                "",
                                TypeOfNumber.UNKNOWN,
                                NumberingPlanIndicator.UNKNOWN,
                                ""),
                        TIMER_MILLIS);
                session = next;
                return true;
            } catch (IOException e) {
                next.close();
                return false;
            }
        });
    }

    /// One that has no answer is submitted again, as clients do.
    private void submitAll() {
        while (number.incrementAndGet() <= MESSAGES) {
            while (!submit()) {
                // Again.
            }
        }
    }

    private boolean submit() {
        try {
            bind();
            acknowledged.add(session.submitShortMessage(
                            "",
                            TypeOfNumber.ALPHANUMERIC,
                            NumberingPlanIndicator.UNKNOWN,
                            "Elchi",
                            TypeOfNumber.INTERNATIONAL,
                            NumberingPlanIndicator.ISDN,
                            "998901234567",
                            new ESMClass(),
                            (byte) 0,
                            (byte) 0,
                            null,
                            null,
                            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                            (byte) 0,
                            new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                            (byte) 0,
                            "Salom".getBytes(StandardCharsets.US_ASCII))
                    .getMessageId());
            return true;
        } catch (IOException
                | PDUException
                | ResponseTimeoutException
                | InvalidResponseException
                | NegativeResponseException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingThatWasAcknowledgedIsLost() throws Exception {
        List<Thread> senders = java.util.stream.IntStream.range(0, WINDOW)
                .mapToObj(_ -> Thread.ofVirtual().start(this::submitAll))
                .toList();
        until(() -> acknowledged.size() >= KILL_AT);
        product.kill();
        killedAt = System.nanoTime();
        product.start();
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(acknowledged).hasSize(MESSAGES);
        bind();
        recovery.awaitRest();
        until(() -> receipts.keySet().containsAll(acknowledged));
        assertThat(tooOld).isEmpty();
        try (Connection database = product.database()) {
            assertThat(Books.ended(database)).containsAll(acknowledged);
            long all = Books.count(database, "SELECT count(*) FROM messages.cdr_sms");
            // What was committed and not answered was submitted once more.
            assertThat(all).isBetween((long) MESSAGES, (long) MESSAGES + WINDOW);
        }
    }
}
