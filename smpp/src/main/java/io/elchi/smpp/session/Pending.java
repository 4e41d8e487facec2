package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request of ours on its way: in the outbox, then in the window until its reply. Linked in the order of
/// sending.
final class Pending<R extends Response> {
    private static final Logger LOG = LoggerFactory.getLogger(Pending.class);

    final Request<R> request;
    final ReplyHandler<R> handler;
    /// It holds a place of the window; the session's own requests (bind, enquire_link, unbind) do not.
    final boolean counted;

    int sequence;
    long sentNanos;
    long deadlineNanos;
    Pending<?> earlier;
    Pending<?> later;

    Pending(Request<R> request, ReplyHandler<R> handler, boolean counted) {
        this.request = request;
        this.handler = handler;
        this.counted = counted;
    }

    /// The caller has checked that the response is of the request's kind.
    @SuppressWarnings("unchecked")
    void answered(int status, Response body, long nowNanos) {
        reply(new Reply.Answered<>(status, sequence, (R) body, nowNanos - sentNanos));
    }

    void nacked(int status) {
        reply(new Reply.Nacked<>(status, sequence));
    }

    void timedOut() {
        reply(new Reply.TimedOut<>(sequence));
    }

    void lost(CloseReason reason) {
        reply(new Reply.Lost<>(sequence, reason));
    }

    void notSent(Offer why, String detail) {
        reply(new Reply.NotSent<>(why, detail));
    }

    private void reply(Reply<R> reply) {
        try {
            handler.onReply(reply);
        } catch (RuntimeException | Error e) { // Others wait for their replies behind this one.
            LOG.error(
                    "the handler of the reply to a {} failed",
                    request.getClass().getSimpleName(),
                    e);
            Errors.report(e);
        }
    }
}
