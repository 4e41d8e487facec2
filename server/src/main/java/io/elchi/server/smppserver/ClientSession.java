package io.elchi.server.smppserver;

import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ReplyHandler;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppSession;
import java.util.concurrent.atomic.LongAdder;

/// A session that a client has bound.
final class ClientSession implements SessionHandler {
    private final long bindId;
    private final long loginId;
    private final SmppSession session;
    private final SubmitQueue queue;
    private final Deliveries deliveries;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();

    /// @param bindId of its row
    ClientSession(long bindId, long loginId, SmppSession session, SubmitQueue queue, Deliveries deliveries) {
        this.bindId = bindId;
        this.loginId = loginId;
        this.session = session;
        this.queue = queue;
        this.deliveries = deliveries;
    }

    long bindId() {
        return bindId;
    }

    long loginId() {
        return loginId;
    }

    SmppSession session() {
        return session;
    }

    @Override
    public void onRequest(Exchange exchange) {
        queue.add(exchange);
    }

    @Override
    public void onBound(SmppSession bound) {
        deliveries.bound(this);
    }

    @Override
    public void onClosed(SmppSession closed, CloseReason reason) {
        deliveries.closed(this);
    }

    boolean hasSpace() {
        return session.inFlight() < session.windowLimit();
    }

    Offer offer(DeliverSm deliver, ReplyHandler<DeliverSmResp> onReply) {
        Offer offer = session.offer(deliver, onReply);
        if (offer == Offer.ACCEPTED) {
            delivered.increment();
        }
        return offer;
    }

    void acknowledged() {
        acknowledged.increment();
    }

    /// What it did so far.
    ///
    /// @param unanswered deliver_sm without an answer
    record Counts(
            long submits,
            long accepted,
            long throttled,
            int inProgress,
            long deliveries,
            long acknowledged,
            int unanswered) {}

    Counts counts() {
        return new Counts(
                queue.submits(),
                queue.accepted(),
                queue.throttled(),
                queue.size(),
                delivered.sum(),
                acknowledged.sum(),
                session.inFlight());
    }
}
