package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import java.util.HashMap;
import java.util.Map;

/// The user's side of a dialogue: answers at once with ESME_ROK, the message id "m" + sequence and the TLVs that
/// came, or, after `hold`, when it is told to. Binds anyone but `system_id=wrong`.
final class ScriptedApplication implements SessionHandler {
    private final Map<Integer, Exchange> held = new HashMap<>();
    private boolean holds;
    private boolean undecided;
    private int late;
    private int requests;

    void hold() {
        holds = true;
    }

    /// Binds are never decided on.
    void undecided() {
        undecided = true;
    }

    @Override
    public void onRequest(Exchange exchange) {
        requests++;
        if (holds) {
            held.put(exchange.sequence(), exchange);
        } else {
            answer(exchange, 0);
        }
    }

    @Override
    public void onLateResponse(SmppSession session, Request<?> request, Frame response) {
        late++;
    }

    void answer(int sequence, int status) {
        answer(held.remove(sequence), status);
    }

    private static void answer(Exchange exchange, int status) {
        if (status == 0 && exchange.request() instanceof SubmitSm submit) {
            // Its TLVs go back, to be looked at.
            exchange.respond(new SubmitSmResp("m" + exchange.sequence(), submit.tlvs()));
        } else {
            exchange.respond(status, exchange.request().emptyResponse());
        }
    }

    int late() {
        return late;
    }

    int requests() {
        return requests;
    }

    Lifecycle.Peer peer(SessionRole role) {
        return role == SessionRole.MC ? new Centre() : new Entity();
    }

    private final class Centre implements Lifecycle.Peer {
        @Override
        public void connected(SmppSession session) {}

        @Override
        public void bindRequested(SmppSession session, Bind bind, int sequence) {
            if (undecided) {
                return;
            }
            if (bind.systemId().equals("wrong")) {
                session.lifecycle().refuse(bind, sequence, CommandStatus.ESME_RINVPASWD.code());
            } else {
                session.lifecycle().accept(bind, sequence, "elchi", ScriptedApplication.this);
            }
        }
    }

    private static final class Entity implements Lifecycle.Peer {
        @Override
        public void connected(SmppSession session) {
            session.lifecycle()
                    .bind(
                            ScriptedPdus.bind(
                                    BindMode.TRANSCEIVER, session.config().version()),
                            _ -> {});
        }
    }
}
