package io.elchi.smpp.session;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Notice;
import io.elchi.smpp.pdu.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps an exception of the user's handler from ending the session: it is logged, and a request it leaves
/// unanswered is answered ESME_RSYSERR.
record GuardedHandler(SessionHandler handler) implements SessionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedHandler.class);

    @Override
    public void onRequest(Exchange exchange) {
        try {
            handler.onRequest(exchange);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the handler failed", exchange.session(), e);
            exchange.refuse(CommandStatus.ESME_RSYSERR);
            Errors.report(e);
        }
    }

    @Override
    public void onBound(SmppSession session) {
        guard(session, () -> handler.onBound(session));
    }

    @Override
    public void onNotice(SmppSession session, Notice notice) {
        guard(session, () -> handler.onNotice(session, notice));
    }

    @Override
    public void onLateResponse(SmppSession session, Request<?> request, Frame response) {
        guard(session, () -> handler.onLateResponse(session, request, response));
    }

    @Override
    public void onClosed(SmppSession session, CloseReason reason) {
        guard(session, () -> handler.onClosed(session, reason));
    }

    private static void guard(SmppSession session, Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the handler failed", session, e);
            Errors.report(e);
        }
    }
}
