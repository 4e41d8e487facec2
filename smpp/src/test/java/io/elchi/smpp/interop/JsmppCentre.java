package io.elchi.smpp.interop;

import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.util.MessageId;

/// jSMPP as a small operator, with the manners of [Centre].
final class JsmppCentre implements AutoCloseable {
    private static final int TIMER_MILLIS = 30_000;

    final BlockingQueue<SubmitSm> submitted = new LinkedBlockingQueue<>();
    private final BlockingQueue<SMPPServerSession> bound = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger(1000);
    private final int enquireMillis;
    private final int port;
    private final SMPPServerSessionListener listener;

    JsmppCentre(ServerConnectionFactory connections, int enquireMillis) throws IOException {
        this.enquireMillis = enquireMillis;
        // jSMPP's listener does not tell which port it got.
        port = FreePort.find();
        listener = new SMPPServerSessionListener(port, connections);
        Thread.ofPlatform().daemon().name("jsmpp-accept").start(this::accept);
    }

    int port() {
        return port;
    }

    SMPPServerSession session() throws InterruptedException {
        return Centre.take(bound, "a session");
    }

    private void accept() {
        try {
            while (true) {
                SMPPServerSession session = listener.accept();
                session.setTransactionTimer(TIMER_MILLIS);
                session.setEnquireLinkTimer(enquireMillis);
                session.setMessageReceiverListener(new Answering());
                Thread.ofPlatform().daemon().start(() -> bind(session));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void bind(SMPPServerSession session) {
        try {
            BindRequest request = session.waitForBind(TIMER_MILLIS);
            if (request.getPassword().equals("secret")) {
                request.accept("jsmpp");
                bound.add(session);
            } else {
                request.reject(0x0E);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static void deliver(SMPPServerSession session, int esmClass, String text, OptionalParameter... tlvs)
            throws Exception {
        session.deliverShortMessage(
                "",
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                "998901234567",
                TypeOfNumber.ALPHANUMERIC,
                NumberingPlanIndicator.UNKNOWN,
                "Elchi",
                new ESMClass(esmClass),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(),
                new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                text.getBytes(StandardCharsets.US_ASCII),
                tlvs);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private final class Answering implements ServerMessageReceiverListener {
        @Override
        public SubmitSmResult onAcceptSubmitSm(SubmitSm submit, SMPPServerSession source)
                throws ProcessRequestException {
            if (submit.getSourceAddr().equals("status")) {
                throw new ProcessRequestException("asked for", Integer.parseInt(submit.getDestAddress()));
            }
            submitted.add(submit);
            try {
                return new SubmitSmResult(new MessageId(Integer.toString(ids.incrementAndGet())), null);
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
        public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
            try {
                return new DataSmResult(new MessageId("data"), new OptionalParameter[0]);
            } catch (PDUStringException e) {
                throw new ProcessRequestException("id", 8, e);
            }
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
