package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin.LoginMode;
import io.elchi.server.core.Clock;
import io.elchi.server.traces.PduTrace;
import io.elchi.server.traces.PduTraces;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ReplyHandler;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppSession;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// A session that a client has bound.
final class ClientSession implements SessionHandler {
    private final long bindId;
    private final Binds.NewBind bind;
    private final ShownCertificate shown;
    private final SmppSession session;
    private final SubmitQueue queue;
    private final Deliveries deliveries;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final WindowMeter meter = new WindowMeter();
    /// It takes nothing more, and is closed soon.
    private volatile boolean isEnding;
    /// null: it is not traced. Only the thread of the deliveries uses it.
    private PduTrace traced;

    /// @param bindId of its row
    /// @param bind the rest of its row
    ClientSession(
            long bindId,
            Binds.NewBind bind,
            ShownCertificate shown,
            SmppSession session,
            SubmitQueue queue,
            Deliveries deliveries) {
        this.bindId = bindId;
        this.bind = bind;
        this.shown = shown;
        this.session = session;
        this.queue = queue;
        this.deliveries = deliveries;
    }

    long bindId() {
        return bindId;
    }

    Binds.NewBind bind() {
        return bind;
    }

    long loginId() {
        return bind.loginId();
    }

    SmppSession session() {
        return session;
    }

    /// Traces its PDUs from now on.
    ///
    /// @param wanted null: not at all
    void trace(PduTrace wanted, PduTraces traces, Clock clock) {
        if (Objects.equals(traced, wanted)) {
            return;
        }
        if (wanted != null) {
            traces.begin(wanted);
        } else {
            traces.end(traced);
        }
        traced = wanted;
        session.trace(wanted == null ? null : new ClientTrace(wanted, traces, session, clock));
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

    /// Whether the login, as it is now, allows this session; its account may be suspended.
    boolean mayStay(SmppDirectory logins, Instant now) {
        return logins.admits(
                        bind.loginId(),
                        session.systemId(),
                        LoginMode.valueOf(session.mode().name()),
                        InetAddress.ofLiteral(bind.address()),
                        bind.encrypted())
                && logins.find(bind.loginId())
                        .filter(login -> shown.fits(login, now))
                        .isPresent();
    }

    boolean hasSpace() {
        return !isEnding && session.inFlight() < session.windowLimit();
    }

    Offer offer(DeliverSm deliver, ReplyHandler<DeliverSmResp> onReply) {
        // Before the offer: the answer may be quicker than its return.
        meter.entered(session.windowLimit());
        Offer offer = session.offer(deliver, onReply);
        if (offer == Offer.ACCEPTED) {
            delivered.increment();
            return offer;
        }
        meter.left();
        if (offer != Offer.WINDOW_FULL) {
            isEnding = true;
        }
        return offer;
    }

    /// A deliver_sm has its answer, or gets none any more.
    void answered() {
        meter.answered(1);
    }

    /// Of the last seconds; see [WindowMeter#sample].
    BindLoad load() {
        return new BindLoad(queue.use(), meter.sample(session.windowLimit()));
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
