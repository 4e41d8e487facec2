package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.EnquireLinkResp;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.GenericNack;
import io.elchi.smpp.pdu.Notice;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.Unbind;
import io.elchi.smpp.pdu.UnknownPdu;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Inbound PDUs, on the event loop: requests are checked, counted and handed to the user; responses are matched
/// with their requests.
final class Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final SmppSession session;
    private int inProgress;
    private int violations;

    private final ReentrantLock orderLock = new ReentrantLock();
    private final ArrayDeque<Runnable> ordered = new ArrayDeque<>();
    private boolean orderRuns;

    Inbound(SmppSession session) {
        this.session = session;
    }

    int inProgress() {
        return inProgress;
    }

    /// No more requests should be read for now.
    boolean stopsReading() {
        return isFull() && !session.config().refuseBeyond();
    }

    private boolean isFull() {
        return inProgress >= session.config().maxInProgress();
    }

    /// One answer has been written.
    void answered() {
        inProgress--;
    }

    /// One request will never be answered.
    void abandoned() {
        inProgress--;
        session.flow().update();
        session.lifecycle().progress();
    }

    /// While the connection is closing, nothing is begun any more, but what is awaited still counts.
    void take(Frame frame) {
        if (session.lifecycle().isClosing() && !(frame.pdu() instanceof Response)) {
            return;
        }
        session.counters().add(Counters.PDUS_IN, 1);
        if (!frame.defects().isEmpty()) {
            session.counters().add(Counters.DEFECTS, 1);
            LOG.debug("{}: defects in {}: {}", session, frame.pdu().getClass().getSimpleName(), frame.defects());
        }
        switch (frame.pdu()) {
            case GenericNack _ -> nack(frame);
            case Response response -> response(frame, response);
            case EnquireLink _ -> session.outbox().first(new Frame(0, frame.sequence(), new EnquireLinkResp()));
            case Request<?> request -> request(frame, request);
            case Notice notice -> notice(frame, notice);
            case UnknownPdu unknown -> unknown(frame, unknown);
        }
    }

    private void request(Frame frame, Request<?> request) {
        session.timers().activity();
        int refusal = frame.refusal(session.config().tolerated());
        boolean violation = false;
        if (request instanceof Bind
                && session.state() != SessionState.OPEN
                && session.state() != SessionState.OUTBOUND) {
            refusal = CommandStatus.ESME_RALYBND.code();
        } else if (!CommandRules.allowed(session.role().peer(), session.state(), request)) {
            boolean crossed = session.role() == SessionRole.ESME && session.state() == SessionState.UNBOUND;
            // A message that crossed our unbind is one to deliver again after the next bind.
            refusal = (crossed ? CommandStatus.ESME_RX_T_APPN : CommandStatus.ESME_RINVBNDSTS).code();
            violation = !crossed;
        }
        if (refusal != 0) {
            refuse(frame, refusal, request.emptyResponse());
            if (violation) {
                violation();
            }
            return;
        }
        switch (request) {
            case Bind bind -> session.lifecycle().bindArrived(bind, frame.sequence());
            case Unbind _ -> session.lifecycle().unbindArrived(frame.sequence());
            case Request<?> _
            when isFull() && session.config().refuseBeyond() ->
                refuse(frame, CommandStatus.ESME_RX_T_APPN.code(), request.emptyResponse());
            default -> {
                inProgress++;
                session.handler().onRequest(new Exchange(session, request, frame));
            }
        }
    }

    private void notice(Frame frame, Notice notice) {
        session.timers().activity();
        if (!CommandRules.allowed(session.role().peer(), session.state(), notice)) {
            if (notice instanceof Outbind) {
                refuse(frame, CommandStatus.ESME_RINVCMDID.code(), new GenericNack());
            }
            violation();
            return;
        }
        if (notice instanceof Outbind outbind) {
            session.lifecycle().outbindArrived(outbind);
        } else {
            session.handler().onNotice(session, notice);
        }
    }

    private void unknown(Frame frame, UnknownPdu unknown) {
        if (unknown.commandId() < 0) {
            session.counters().add(Counters.UNKNOWN, 1); // A response to something we never send.
            return;
        }
        refuse(frame, CommandStatus.ESME_RINVCMDID.code(), new GenericNack());
    }

    private void refuse(Frame frame, int status, Pdu answer) {
        session.counters().add(Counters.REFUSED, 1);
        session.outbox().first(new Frame(status, frame.sequence(), answer));
    }

    private void violation() {
        if (++violations >= session.config().maxViolations()) {
            session.lifecycle().closeAfterFlush(CloseReason.VIOLATIONS);
        }
    }

    private void nack(Frame frame) {
        session.counters().add(Counters.NACKS_IN, 1);
        Pending<?> pending = matched(frame);
        if (pending != null) {
            pending.nacked(frame.status());
            session.lifecycle().progress();
        }
    }

    private void response(Frame frame, Response response) {
        Pending<?> pending = matched(frame);
        if (pending == null) {
            return;
        }
        if (pending.counted) {
            session.timers().activity();
        }
        Congestion.heed(session, response.tlvs());
        pending.answered(frame.status(), response, session.timers().now());
        session.lifecycle().progress();
    }

    /// The request in flight that this response ends; null, and counted, when there is none.
    private Pending<?> matched(Frame frame) {
        Window window = session.window();
        int sequence = frame.sequence();
        switch (window.match(sequence)) {
            case IN_FLIGHT -> {
                Pending<?> pending = window.get(sequence);
                if (fits(frame.pdu(), pending.request)) {
                    window.remove(pending);
                    session.release(pending);
                    return pending;
                }
                session.counters().add(Counters.UNKNOWN, 1);
            }
            case LATE -> {
                Pending<?> pending = window.takeLate(sequence);
                session.counters().add(Counters.LATE, 1);
                if (pending.counted) {
                    session.handler().onLateResponse(session, pending.request, frame);
                }
            }
            case DUPLICATE -> session.counters().add(Counters.DUPLICATE, 1);
            case UNKNOWN -> session.counters().add(Counters.UNKNOWN, 1);
        }
        return null;
    }

    private static boolean fits(Pdu response, Request<?> request) {
        return response instanceof GenericNack || response.commandId() == (request.commandId() | 0x80000000);
    }

    /// Runs the answerer in a virtual thread of its own.
    void spread(Exchange exchange, Answerer answerer) {
        session.workers().execute(() -> exchange.answerWith(answerer));
    }

    /// Runs the answerer after those that came before it, in one virtual thread at a time.
    void queue(Exchange exchange, Answerer answerer) {
        orderLock.lock();
        try {
            ordered.add(() -> exchange.answerWith(answerer));
            if (orderRuns) {
                return;
            }
            orderRuns = true;
        } finally {
            orderLock.unlock();
        }
        session.workers().execute(this::runOrdered);
    }

    private void runOrdered() {
        for (Runnable task = nextOrdered(); task != null; task = nextOrdered()) {
            task.run();
            Thread.interrupted(); // One answerer's interrupt is not the next one's.
        }
    }

    private Runnable nextOrdered() {
        orderLock.lock();
        try {
            Runnable task = ordered.poll();
            orderRuns = task != null;
            return task;
        } finally {
            orderLock.unlock();
        }
    }
}
