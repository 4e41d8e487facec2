package io.elchi.e2e;

import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
import org.jsmpp.util.MessageId;

/// An operator made of jSMPP, which is not ours. Its ids are hexadecimal in submit_sm_resp and decimal in receipts, as
/// with many a real one. It refuses [#REFUSED] for good and cannot reach [#UNREACHABLE], which it may report before it
/// has answered; all else it delivers.
final class JsmppOperator implements AutoCloseable {
    static final String REFUSED = "998901110011";
    static final String UNREACHABLE = "998901110008";
    private static final int TIMER_MILLIS = 30_000;
    private static final int RECEIPT_MILLIS = 200;
    private static final int FIRST_ID = 0xA000;
    private static final int ESME_RINVDSTADR = 0x0B;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmm");

    /// What was submitted; jSMPP handles several at once, so not in order.
    final List<SubmitSm> submitted = new CopyOnWriteArrayList<>();

    private final AtomicInteger ids = new AtomicInteger(FIRST_ID);
    private final ScheduledExecutorService receipts = Executors.newSingleThreadScheduledExecutor();
    private final SMPPServerSessionListener listener;
    private final int port;

    JsmppOperator() throws IOException {
        port = FreePort.find();
        listener = new SMPPServerSessionListener(port);
        Thread.ofPlatform().daemon().name("jsmpp-accept").start(this::accept);
    }

    int port() {
        return port;
    }

    private void accept() {
        try {
            while (true) {
                SMPPServerSession session = listener.accept();
                session.setTransactionTimer(TIMER_MILLIS);
                session.setMessageReceiverListener(new Answering());
                Thread.ofPlatform().daemon().start(() -> bind(session));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void bind(SMPPServerSession session) {
        try {
            BindRequest request = session.waitForBind(TIMER_MILLIS);
            if (request.getSystemId().equals("elchi") && request.getPassword().equals("secret")) {
                request.accept("jsmpp");
            } else {
                request.reject(0x0E);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void report(SMPPServerSession session, SubmitSm submit, int id) {
        boolean reached = !submit.getDestAddress().equals(UNREACHABLE);
        String now = TIME.format(LocalDateTime.now(ZoneOffset.UTC));
        String text = "id:%010d sub:001 dlvrd:%s submit date:%s done date:%s stat:%s err:%s text:"
                .formatted(
                        id,
                        reached ? "001" : "000",
                        now,
                        now,
                        reached ? "DELIVRD" : "UNDELIV",
                        reached ? "000" : "021");
        try {
            session.deliverShortMessage(
                    "",
                    TypeOfNumber.valueOf(submit.getDestAddrTon()),
                    NumberingPlanIndicator.valueOf(submit.getDestAddrNpi()),
                    submit.getDestAddress(),
                    TypeOfNumber.valueOf(submit.getSourceAddrTon()),
                    NumberingPlanIndicator.valueOf(submit.getSourceAddrNpi()),
                    submit.getSourceAddr(),
                    new ESMClass(4),
                    (byte) 0,
                    (byte) 0,
                    new RegisteredDelivery(),
                    new GeneralDataCoding(Alphabet.ALPHA_DEFAULT),
                    text.getBytes(StandardCharsets.US_ASCII));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        receipts.close();
        listener.close();
    }

    private final class Answering implements ServerMessageReceiverListener {
        @Override
        public SubmitSmResult onAcceptSubmitSm(SubmitSm submit, SMPPServerSession source)
                throws ProcessRequestException {
            submitted.add(submit);
            if (submit.getDestAddress().equals(REFUSED)) {
                throw new ProcessRequestException("no such subscriber", ESME_RINVDSTADR);
            }
            int id = ids.incrementAndGet();
            long after = submit.getDestAddress().equals(UNREACHABLE) ? 0 : RECEIPT_MILLIS;
            receipts.schedule(() -> report(source, submit, id), after, TimeUnit.MILLISECONDS);
            try {
                return new SubmitSmResult(new MessageId(Integer.toHexString(id).toUpperCase(Locale.ROOT)), null);
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
