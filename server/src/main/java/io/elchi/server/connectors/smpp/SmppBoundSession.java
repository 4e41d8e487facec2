package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.dispatch.Dispatcher.PartSubmit;
import io.elchi.server.connectors.dispatch.Pacer;
import io.elchi.server.messages.Message;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSessions.LinkSession;
import io.elchi.server.routing.Links;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ReplyHandler;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.TraceListener;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// One bound session.
final class SmppBoundSession implements SubmitSession, SessionHandler {
    /// Late responses are looked for among so many, the last ones: a session remembers no more either.
    private static final int MOST_LATE = 4_096;

    private static final List<TlvTag<?>> CARRYING = List.of(TlvTag.MESSAGE_PAYLOAD, TlvTag.SAR_TOTAL_SEGMENTS);

    private final LinkRunner link;
    private final ArrayDeque<PartSubmit> late = new ArrayDeque<>();
    /// Only the dispatcher's thread adds to it.
    private final AtomicLong submits = new AtomicLong();
    /// Only the session's own thread adds to them.
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong answerNanos = new AtomicLong();
    private volatile SmppSession session;
    private volatile int number;
    private volatile Instant since;

    SmppBoundSession(LinkRunner link) {
        this.link = link;
    }

    @Override
    public List<SubmitSm> write(Message message) {
        List<SubmitSm> submits = link.writer().write(message);
        SmppSession now = session;
        if (now != null && now.version() == InterfaceVersion.V3_3) {
            Tlvs tlvs = submits.getFirst().tlvs();
            if (CARRYING.stream().anyMatch(tlvs::contains)) {
                throw new IllegalArgumentException("SMPP 3.3 has no TLVs to carry the text in");
            }
        }
        return submits;
    }

    @Override
    public Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply) {
        SmppSession now = session;
        Offer offer = now == null ? Offer.CLOSED : now.offer(submit, onReply);
        if (offer == Offer.ACCEPTED) {
            submits.setOpaque(submits.getPlain() + 1);
        }
        return offer;
    }

    @Override
    public int permits() {
        SmppSession now = session;
        // One that unbinds, or was asked to, waits for answers only.
        return now == null || !now.state().transmits() ? 0 : Math.max(0, now.windowLimit() - now.inFlight());
    }

    int inFlight() {
        SmppSession now = session;
        return now == null ? 0 : now.inFlight();
    }

    int window() {
        SmppSession now = session;
        return now == null ? 0 : now.windowLimit();
    }

    /// @param own among the sessions of its link, from 1
    void numbered(int own, Instant at) {
        number = own;
        // As a row has it.
        since = at.truncatedTo(ChronoUnit.MICROS);
    }

    boolean is(Links.SessionRebind wanted) {
        return wanted.n() == number && wanted.since().equals(since);
    }

    void unbind() {
        SmppSession now = session;
        if (now != null) {
            now.unbind();
        }
    }

    int number() {
        return number;
    }

    /// Its rate is left to who compares it with the one before.
    LinkSession report() {
        SmppSession now = session;
        String state = now == null ? "open" : now.state().name().toLowerCase(Locale.ROOT);
        return new LinkSession(
                number,
                state,
                since,
                inFlight(),
                window(),
                submits.getOpaque(),
                0,
                answers.getOpaque(),
                answerNanos.getOpaque(),
                null);
    }

    /// @param listener null: no trace
    void trace(TraceListener listener) {
        SmppSession now = session;
        if (now != null) {
            now.trace(listener);
        }
    }

    /// As the log has it.
    String name() {
        return String.valueOf(session);
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
    public Pacer pacer() {
        return link.pacer();
    }

    @Override
    public LinkOptions options() {
        return link.settings().options();
    }

    @Override
    public void answered(long nanos) {
        answers.setOpaque(answers.getPlain() + 1);
        answerNanos.setOpaque(answerNanos.getPlain() + nanos);
    }

    @Override
    public void timedOut(PartSubmit part) {
        synchronized (late) {
            if (late.size() == MOST_LATE) {
                late.pollFirst();
            }
            late.addLast(part);
        }
    }

    /// They mostly come in the order in which they were awaited.
    private PartSubmit takeLate(Request<?> request) {
        synchronized (late) {
            for (Iterator<PartSubmit> each = late.iterator(); each.hasNext(); ) {
                PartSubmit part = each.next();
                if (part.submit() == request) {
                    each.remove();
                    return part;
                }
            }
            return null;
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
        PartSubmit part = takeLate(request);
        if (part != null && response.status() == 0 && response.pdu() instanceof SubmitSmResp answer) {
            link.late(part, this, answer.messageId());
        }
    }

    @Override
    public void onClosed(SmppSession ended, CloseReason reason) {
        link.ended(this);
    }
}
