package io.elchi.server.connectors.smpp;

import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppSession;

/// Gives each session of a link its own handler, so that a late response is matched in its own session only.
final class PerBindHandler implements SessionHandler {
    private final LinkRunner link;
    private volatile SmppBoundSession line;

    PerBindHandler(LinkRunner link) {
        this.link = link;
    }

    @Override
    public void onBound(SmppSession session) {
        SmppBoundSession fresh = new SmppBoundSession(link);
        line = fresh;
        fresh.onBound(session);
    }

    @Override
    public void onRequest(Exchange exchange) {
        line.onRequest(exchange);
    }

    @Override
    public void onLateResponse(SmppSession session, Request<?> request, Frame response) {
        line.onLateResponse(session, request, response);
    }

    @Override
    public void onClosed(SmppSession session, CloseReason reason) {
        if (line != null) {
            line.onClosed(session, reason);
        }
    }
}
