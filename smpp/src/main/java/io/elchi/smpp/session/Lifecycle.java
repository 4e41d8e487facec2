package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BindResp;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.EnquireLinkResp;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.GenericNack;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.pdu.Unbind;
import io.elchi.smpp.pdu.UnbindResp;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session's way through its states: bind, unbind from either side with its drain, and every kind of end. On the
/// event loop.
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// The differences between the two endpoints.
    interface Peer {
        /// The connection is up, TLS included.
        void connected(SmppSession session);

        /// A message centre is asked to bind; it ends in [Lifecycle#accept] or [Lifecycle#refuse].
        default void bindRequested(SmppSession session, Bind bind, int sequence) {
            throw new IllegalStateException("an ESME is not bound to");
        }

        /// An ESME is asked to bind by outbind (SMPP 5.0, 4.1.1.7).
        default void outbindArrived(SmppSession session, Outbind outbind) {
            session.lifecycle().closeNow(CloseReason.BIND_REFUSED);
        }

        /// After everything else.
        default void closed(SmppSession session, CloseReason reason) {}
    }

    private final SmppSession session;
    private final Peer peer;
    private CloseReason reason;
    private CloseReason unbinding;
    private boolean unbindSent;
    private boolean peerUnbinds;
    private boolean peerUnbindAnswered;
    private int peerUnbindSequence;
    private boolean bindUnderWay;
    private boolean ended;
    private volatile boolean ending;

    Lifecycle(SmppSession session, Peer peer) {
        this.session = session;
        this.peer = peer;
    }

    void connected() {
        if (session.role() == SessionRole.MC) {
            session.timers().awaitBind();
        }
        peer.connected(session);
        session.outbox().drain();
    }

    boolean isEnding() {
        return ending;
    }

    boolean isClosing() {
        return reason != null || ended;
    }

    boolean hasEnded() {
        return ended;
    }

    /// ESME: asks to be bound. The outcome is [SessionHandler#onBound] or the end of the session; `refused` gets
    /// the status of a refusal before that.
    void bind(Bind bind, IntConsumer refused) {
        session.outbox().first(new Pending<>(bind, reply -> bindAnswered(bind, reply, refused), false));
    }

    private void bindAnswered(Bind bind, Reply<BindResp> reply, IntConsumer refused) {
        switch (reply) {
            case Reply.Answered<BindResp> answered
            when answered.ok() -> {
                BindResp resp = answered.body();
                session.boundAs(bind.mode(), resp.systemId(), negotiated(resp.tlvs()), session.handler());
                bound();
            }
            case Reply.Answered<BindResp> answered -> {
                refused.accept(answered.status());
                closeNow(CloseReason.BIND_REFUSED);
            }
            case Reply.Nacked<BindResp> nacked -> {
                refused.accept(nacked.status());
                closeNow(CloseReason.BIND_REFUSED);
            }
            case Reply.TimedOut<BindResp> _ -> closeNow(CloseReason.BIND_TIMEOUT);
            case Reply.NotSent<BindResp> notSent -> {
                LOG.error("{}: the bind cannot be sent: {}", session, notSent.detail());
                closeNow(CloseReason.FAILED);
            }
            case Reply.Lost<BindResp> _ -> {}
        }
    }

    /// A message centre that says no version is taken for one of 3.4: many that speak it leave the TLV out.
    private InterfaceVersion negotiated(Tlvs tlvs) {
        InterfaceVersion ours = session.config().version();
        InterfaceVersion theirs =
                tlvs.get(TlvTag.SC_INTERFACE_VERSION).map(InterfaceVersion::of).orElse(InterfaceVersion.V3_4);
        return ours.compareTo(theirs) <= 0 ? ours : theirs;
    }

    private void bound() {
        session.timers().bound();
        LOG.info("{}: bound as {} with SMPP {}", session, session.mode(), session.version());
        session.handler().onBound(session);
    }

    /// MC: a bind that the state allows has come.
    void bindArrived(Bind bind, int sequence) {
        if (bindUnderWay) {
            session.outbox().first(new Frame(CommandStatus.ESME_RALYBND.code(), sequence, bind.emptyResponse()));
            return;
        }
        bindUnderWay = true;
        session.timers().bindArrived();
        peer.bindRequested(session, bind, sequence);
    }

    /// MC: binds the ESME.
    void accept(Bind bind, int sequence, String ourSystemId, SessionHandler handler) {
        if (isClosing()) {
            return;
        }
        InterfaceVersion theirs = InterfaceVersion.of(bind.interfaceVersion());
        InterfaceVersion ours = session.config().version();
        InterfaceVersion negotiated = ours.compareTo(theirs) <= 0 ? ours : theirs;
        Tlvs tlvs =
                theirs == InterfaceVersion.V3_3 ? Tlvs.NONE : Tlvs.NONE.with(TlvTag.SC_INTERFACE_VERSION, ours.code());
        session.outbox().first(new Frame(0, sequence, new BindResp(bind.mode(), ourSystemId, tlvs)));
        session.boundAs(bind.mode(), bind.systemId(), negotiated, handler);
        bound();
    }

    /// MC: a bind that was guessed at is answered later; its time does not run out meanwhile.
    void refuseAfter(Duration delay, Runnable refusal) {
        session.timers().bindDecided();
        session.context().executor().schedule(refusal, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// MC: answers the bind with a status and closes.
    void refuse(Bind bind, int sequence, int status) {
        if (isClosing()) {
            return;
        }
        LOG.info(
                "{}: bind of {} as {} refused: {}",
                session,
                bind.systemId(),
                bind.mode(),
                CommandStatus.describe(status));
        session.outbox().first(new Frame(status, sequence, bind.emptyResponse()));
        leaveCloseToPeer(CloseReason.BIND_REFUSED);
    }

    void outbindArrived(Outbind outbind) {
        session.state(SessionState.OUTBOUND);
        peer.outbindArrived(session, outbind);
    }

    /// Our side wants to end the session in order.
    void unbind(CloseReason why) {
        if (unbinding != null || isClosing()) {
            return;
        }
        if (!session.state().isBound()) {
            closeNow(why);
            return;
        }
        unbinding = why;
        ending = true;
        session.gate().close();
        session.timers().drainStarts();
        progress();
    }

    /// The peer wants to: it gets the answers it waits for, then unbind_resp; ours are awaited for a while.
    void unbindArrived(int sequence) {
        peerUnbinds = true;
        peerUnbindSequence = sequence;
        ending = true;
        session.state(SessionState.UNBOUND);
        session.gate().close();
        session.timers().drainStarts();
        progress();
    }

    /// Something left or arrived: an unbind may go on.
    void progress() {
        if (isClosing()) {
            return;
        }
        boolean answeredAll = session.inbound().inProgress() == 0;
        if (peerUnbinds) {
            if (!peerUnbindAnswered && answeredAll) {
                answerUnbind();
            }
            if (peerUnbindAnswered && session.window().size() == 0) {
                leaveCloseToPeer(CloseReason.UNBOUND_BY_PEER);
            }
        } else if (unbinding != null
                && !unbindSent
                && answeredAll
                && session.window().size() == 0
                && session.outbox().isEmpty()) {
            sendUnbind();
        }
    }

    private void answerUnbind() {
        peerUnbindAnswered = true;
        session.outbox().first(new Frame(0, peerUnbindSequence, new UnbindResp()));
    }

    private void sendUnbind() {
        unbindSent = true;
        session.outbox().first(new Pending<>(new Unbind(), _ -> closeNow(unbinding), false));
    }

    /// The state after our unbind was written: nothing but its answer is awaited.
    void unbindWritten() {
        session.state(SessionState.UNBOUND);
    }

    void drainTimedOut() {
        if (peerUnbinds) {
            if (!peerUnbindAnswered) {
                answerUnbind();
            }
            leaveCloseToPeer(CloseReason.UNBOUND_BY_PEER);
        } else if (!unbindSent) {
            sendUnbind();
        }
    }

    void enquire() {
        session.outbox().first(new Pending<>(new EnquireLink(), this::enquireAnswered, false));
    }

    private void enquireAnswered(Reply<EnquireLinkResp> reply) {
        switch (reply) {
            case Reply.Answered<EnquireLinkResp> _, Reply.Nacked<EnquireLinkResp> _ ->
                session.timers().enquireAnswered();
            case Reply.TimedOut<EnquireLinkResp> _ -> {
                session.counters().add(Counters.ENQUIRE_MISSES, 1);
                if (session.timers().enquireMissed()) {
                    closeNow(CloseReason.ENQUIRE_LINK_TIMEOUT);
                }
            }
            case Reply.Lost<EnquireLinkResp> _, Reply.NotSent<EnquireLinkResp> _ -> {}
        }
    }

    /// The stream cannot be followed: generic_nack with sequence 0 (SMPP 5.0, 4.1.4.1), and the end.
    void badFrame(int length) {
        LOG.warn("{}: command_length {} is out of bounds", session, Integer.toUnsignedString(length));
        session.outbox().first(new Frame(CommandStatus.ESME_RINVCMDLEN.code(), 0, new GenericNack()));
        closeAfterFlush(CloseReason.BAD_FRAME);
    }

    /// Lets what is written leave, then lets the peer close, which it has a second for. jSMPP drops an answer that
    /// the end of the stream follows at once, and then waits for it as long as its timer allows.
    private void leaveCloseToPeer(CloseReason why) {
        if (isClosing()) {
            return;
        }
        lastWords(why).addListener(_ -> {
            if (!ended) {
                session.timers().closeIn(LINGER_NANOS);
            }
        });
    }

    /// Lets what is written leave, then closes. A peer that does not read is left to the stall timer.
    void closeAfterFlush(CloseReason why) {
        if (isClosing()) {
            return;
        }
        lastWords(why).addListener(ChannelFutureListener.CLOSE);
    }

    private ChannelFuture lastWords(CloseReason why) {
        end(why);
        session.outbox().drain();
        session.timers().closeIn(session.timers().stallNanos());
        return session.context().writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    void closeNow(CloseReason why) {
        if (ended) {
            return;
        }
        closing(why);
        ChannelHandlerContext ctx = session.context();
        if (ctx != null) {
            ctx.close();
        }
    }

    /// The connection is being closed; the first reason stays.
    void closing(CloseReason why) {
        if (reason == null) {
            end(why);
        }
    }

    private void end(CloseReason why) {
        reason = why;
        ending = true;
        session.gate().close();
    }

    /// The connection is gone. Replies are given in the order of sending, then those of the requests that were not
    /// sent.
    void terminated() {
        if (ended) {
            return;
        }
        closing(peerUnbinds ? CloseReason.UNBOUND_BY_PEER : unbinding != null ? unbinding : CloseReason.DISCONNECTED);
        ended = true;
        session.state(SessionState.CLOSED);
        session.timers().stop();
        for (Pending<?> lost = session.window().pollOldest();
                lost != null;
                lost = session.window().pollOldest()) {
            session.release(lost);
            lost.lost(reason);
        }
        session.outbox().close();
        LOG.info("{}: closed: {}", session, reason);
        session.handler().onClosed(session, reason);
        peer.closed(session, reason);
        session.ended(reason);
    }
}
