package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Defect;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request of the peer and the way to answer it, once, from any thread.
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int RESPONSE_BIT = 0x80000000;
    private static final VarHandle ANSWERED;

    static {
        try {
            ANSWERED = MethodHandles.lookup().findVarHandle(Exchange.class, "answered", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SmppSession session;
    private final Request<?> request;
    private final int sequence;
    private final List<Defect> defects;

    @SuppressWarnings("unused") // through ANSWERED
    private boolean answered;

    /// Written before the hand-over to the event loop, read after it.
    int status;

    Response body;

    Exchange(SmppSession session, Request<?> request, Frame frame) {
        this.session = session;
        this.request = request;
        sequence = frame.sequence();
        defects = frame.defects();
    }

    /// Tolerated deviations of the request from the specification.
    public List<Defect> defects() {
        return defects;
    }

    public SmppSession session() {
        return session;
    }

    public Request<?> request() {
        return request;
    }

    /// The peer's sequence_number, which the answer will carry.
    public int sequence() {
        return sequence;
    }

    /// Answers ESME_ROK with this body.
    ///
    /// @return false when the request had been answered already; the first answer is the one that is sent
    public boolean respond(Response body) {
        return respond(CommandStatus.ESME_ROK.code(), body);
    }

    /// Answers with a status and the empty response of the request's kind.
    public boolean refuse(CommandStatus status) {
        return respond(status.code(), request.emptyResponse());
    }

    /// Answers with a status and a body.
    ///
    /// @throws IllegalArgumentException when the body is not the response of this request
    public boolean respond(int status, Response body) {
        if (body.commandId() != (request.commandId() | RESPONSE_BIT)) {
            throw new IllegalArgumentException(body.getClass().getSimpleName() + " does not answer "
                    + request.getClass().getSimpleName());
        }
        if (!ANSWERED.compareAndSet(this, false, true)) {
            return false;
        }
        this.status = status;
        this.body = body;
        session.outbox().answer(this);
        return true;
    }

    /// Never answers: the request's place in [SessionConfig#maxInProgress] is free again, the peer's timer runs
    /// out. For those who play a faulty peer.
    public void ignore() {
        if (ANSWERED.compareAndSet(this, false, true)) {
            session.onLoop(() -> session.inbound().abandoned());
        }
    }

    /// Whatever becomes of the answerer, the request is answered: an unanswered one would keep its place in
    /// [SessionConfig#maxInProgress] for good.
    void answerWith(Answerer answerer) {
        try {
            Answer answer = answerer.answer(session, request);
            respond(answer.status(), answer.body() == null ? request.emptyResponse() : answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(CommandStatus.ESME_RSYSERR);
        } catch (Exception | Error e) {
            LOG.error("{}: answering a {} failed", session, request.getClass().getSimpleName(), e);
            refuse(CommandStatus.ESME_RSYSERR);
            Errors.report(e);
        }
    }

    void spread(Answerer answerer) {
        session.inbound().spread(this, answerer);
    }

    void queue(Answerer answerer) {
        session.inbound().queue(this, answerer);
    }
}
