package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.smpp.Dispatcher.PartSubmit;
import io.elchi.server.messages.Message;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ReplyHandler;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppSession;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// One bound session.
final class SessionLine implements Line, SessionHandler {
    /// Late responses are looked for among so many; an operator that owes us more has other troubles.
    private static final int MOST_LATE = 10_000;

    private final LinkRunner link;
    private final Map<SubmitSm, PartSubmit> late = new IdentityHashMap<>();
    private volatile SmppSession session;

    SessionLine(LinkRunner link) {
        this.link = link;
    }

    @Override
    public List<SubmitSm> write(Message message) {
        return link.writer().write(message);
    }

    @Override
    public Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply) {
        SmppSession now = session;
        return now == null ? Offer.CLOSED : now.offer(submit, onReply);
    }

    @Override
    public int room() {
        SmppSession now = session;
        return now == null ? 0 : Math.max(0, now.windowLimit() - now.inFlight());
    }

    int inFlight() {
        SmppSession now = session;
        return now == null ? 0 : now.inFlight();
    }

    int window() {
        SmppSession now = session;
        return now == null ? 0 : now.windowLimit();
    }

    @Override
    public String key(String messageId) {
        return link.ids().inResponse(messageId).key();
    }

    @Override
    public ReplyPolicy policy() {
        return link.policy();
    }

    @Override
    public void timedOut(PartSubmit part) {
        synchronized (late) {
            if (late.size() < MOST_LATE) {
                late.put(part.submit(), part);
            }
        }
    }

    @Override
    public void onRequest(Exchange exchange) {
        link.inbound().take(exchange);
    }

    @Override
    public void onBound(SmppSession bound) {
        session = bound;
        link.bound(this, bound);
    }

    @Override
    public void onLateResponse(SmppSession from, Request<?> request, Frame response) {
        PartSubmit part;
        synchronized (late) {
            part = request instanceof SubmitSm submit ? late.remove(submit) : null;
        }
        if (part != null && response.status() == 0 && response.pdu() instanceof SubmitSmResp answer) {
            link.late(part, answer.messageId());
        }
    }

    @Override
    public void onClosed(SmppSession ended, CloseReason reason) {
        link.ended(this);
    }
}
