package io.elchi.server.connectors.smpp;

import io.elchi.server.core.Clock;
import io.elchi.server.traces.PduIds;
import io.elchi.server.traces.PduTrace;
import io.elchi.server.traces.PduTraces;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.TraceListener;
import io.elchi.smpp.session.TracedPdu;
import java.util.LinkedHashMap;
import java.util.Map;

/// Gives the PDUs of one session of a link to its trace, each with the message that it is about: a submit_sm and its
/// response by the part that waits for the reply, a receipt by the operator's id.
final class SessionTrace implements TraceListener {
    /// Requests of the operator without an answer, whose ids the answer gets too.
    private static final int MOST_OPEN = 1_000;

    private final PduTrace trace;
    private final PduTraces traces;
    private final SmppBoundSession session;
    private final InboundHandler inbound;
    private final Clock clock;
    private final Map<Integer, PduIds> open = new LinkedHashMap<>();

    SessionTrace(PduTrace trace, PduTraces traces, SmppBoundSession session, InboundHandler inbound, Clock clock) {
        this.trace = trace;
        this.traces = traces;
        this.session = session;
        this.inbound = inbound;
        this.clock = clock;
    }

    @Override
    public void traced(TracedPdu pdu) {
        traces.add(new PduTraces.TracedEntry(trace, session.name(), clock.now(), pdu, ids(pdu)));
    }

    private PduIds ids(TracedPdu pdu) {
        if (pdu.onReply() instanceof SubmitReplyHandler handler) {
            return ofSubmit(pdu, handler);
        }
        if (!pdu.sent() && pdu.pdu() instanceof Request<?> request) {
            return ofRequest(pdu.sequence(), request);
        }
        if (pdu.sent() && pdu.pdu() instanceof Response) {
            synchronized (open) {
                PduIds ids = open.remove(pdu.sequence());
                return ids == null ? PduIds.NONE : ids;
            }
        }
        return PduIds.NONE;
    }

    private PduIds ofSubmit(TracedPdu pdu, SubmitReplyHandler handler) {
        String id =
                pdu.pdu() instanceof SubmitSmResp answer && !answer.messageId().isEmpty() ? answer.messageId() : null;
        return new PduIds(
                handler.part().task().message().id(), handler.part().part(), id, id == null ? null : session.key(id));
    }

    private PduIds ofRequest(int sequence, Request<?> request) {
        PduIds ids = inbound.report(request)
                .map(report ->
                        new PduIds(null, 0, report.id().raw(), report.id().key()))
                .orElse(PduIds.NONE);
        if (ids != PduIds.NONE) {
            synchronized (open) {
                if (open.size() >= MOST_OPEN) {
                    open.remove(open.keySet().iterator().next());
                }
                open.put(sequence, ids);
            }
        }
        return ids;
    }
}
