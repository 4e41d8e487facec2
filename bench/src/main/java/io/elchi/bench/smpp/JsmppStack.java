package io.elchi.bench.smpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;

/// jSMPP as it is meant to be used: blocking callers, as many virtual threads as the window has places.
final class JsmppStack implements Stack {
    private static final byte[] TEXT =
            "Your code is 493817. Do not tell it to anybody.".getBytes(StandardCharsets.US_ASCII);
    private static final int TIMER_MILLIS = 30_000;

    private final int window;
    private final SMPPServerSessionListener listener;
    private final List<SMPPSession> sessions = new ArrayList<>();
    private final List<SMPPServerSession> accepted = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();

    JsmppStack(int window, int count) throws Exception {
        this.window = window;
        int port = freePort();
        listener = new SMPPServerSessionListener(port);
        listener.setPduProcessorDegree(Math.max(3, Runtime.getRuntime().availableProcessors()));
        listener.setQueueCapacity(2 * window);
        for (int i = 0; i < count; i++) {
            Thread accepting = Thread.ofPlatform().daemon().name("jsmpp-accept").start(this::accept);
            SMPPSession session = new SMPPSession();
            session.setPduProcessorDegree(Math.max(3, Runtime.getRuntime().availableProcessors()));
            session.setQueueCapacity(2 * window);
            session.setTransactionTimer(TIMER_MILLIS);
            session.connectAndBind(
                    "127.0.0.1",
                    port,
                    new BindParameter(
                            BindType.BIND_TRX,
                            "bench",
                            "secret",
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            ""));
            sessions.add(session);
            accepting.join();
        }
    }

    /// jSMPP's listener does not return its port.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void accept() {
        try {
            SMPPServerSession session = listener.accept();
            session.setTransactionTimer(TIMER_MILLIS);
            session.setMessageReceiverListener(new Answering());
            session.waitForBind(TIMER_MILLIS).accept("bench");
            accepted.add(session);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "jSMPP 3.0.2, blocking callers on virtual threads";
    }

    @Override
    public void send(int messages) throws Exception {
        AtomicInteger left = new AtomicInteger(messages);
        List<Thread> threads = new ArrayList<>();
        for (SMPPSession session : sessions) {
            for (int i = 0; i < window; i++) {
                threads.add(Thread.ofVirtual().name("caller-", i).start(() -> {
                    for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
                        submit(session, number);
                    }
                }));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public int answered() {
        return ids.get();
    }

    private static void submit(SMPPSession session, int number) {
        try {
            session.submitShortMessage(
                    "",
                    TypeOfNumber.ALPHANUMERIC,
                    NumberingPlanIndicator.UNKNOWN,
                    "Elchi",
                    TypeOfNumber.INTERNATIONAL,
                    NumberingPlanIndicator.ISDN,
                    "9989" + (10_000_000 + number % 10_000_000),
                    new ESMClass(),
                    (byte) 0,
                    (byte) 0,
                    null,
                    null,
                    new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                    (byte) 0,
                    new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                    (byte) 0,
                    TEXT);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sessions.forEach(SMPPSession::close);
        accepted.forEach(SMPPServerSession::close);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Answering implements ServerMessageReceiverListener {
        @Override
        public SubmitSmResult onAcceptSubmitSm(SubmitSm submitSm, SMPPServerSession source)
                throws ProcessRequestException {
            try {
                return new SubmitSmResult(new MessageId(Integer.toHexString(ids.incrementAndGet())), null);
            } catch (PDUStringException e) {
                throw new ProcessRequestException("id", 8, e);
            }
        }

        @Override
        public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti multi, SMPPServerSession source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onAcceptReplaceSm(ReplaceSm replace, SMPPServerSession source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onAcceptCancelSm(CancelSm cancel, SMPPServerSession source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcast, SMPPServerSession source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancel, SMPPServerSession source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm query, SMPPServerSession source) {
            throw new UnsupportedOperationException();
        }
    }
}
