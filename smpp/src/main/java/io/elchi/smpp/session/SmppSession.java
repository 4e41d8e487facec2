package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Notice;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.Response;
import io.elchi.smpp.pdu.Unbind;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One SMPP connection, of either role. Thread-safe.
///
/// [#offer] sends a request, never blocks, and returns a value when the window is full. [#send] blocks the calling
/// (virtual) thread until there is a free slot and then until the reply. The [SessionHandler] gets the peer's
/// requests.
public final class SmppSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmppSession.class);
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final SessionRole role;
    private final SessionConfig config;
    private final Executor workers;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Counters counters = new Counters();
    private final WindowGate gate;
    private final Window window;
    private final Outbox outbox;
    private final Inbound inbound;
    private final Timers timers;
    private final Trace trace;
    private final Lifecycle lifecycle;
    private final Flow flow;
    private volatile ChannelHandlerContext context;
    private volatile SessionState state = SessionState.OPEN;
    private volatile InterfaceVersion version;
    private volatile BindMode mode;
    private volatile String systemId = "";
    private volatile int congestion;
    private long congestedSince;
    private volatile SessionHandler handler;

    private volatile Throwable failure;

    SmppSession(SessionRole role, SessionConfig config, Executor workers, SessionHandler handler, Lifecycle.Peer peer) {
        this.role = role;
        this.config = config;
        this.workers = workers;
        this.handler = new GuardedHandler(handler);
        version = config.version();
        gate = new WindowGate(config.window());
        window = new Window(config.window(), 1);
        outbox = new Outbox(this);
        inbound = new Inbound(this);
        timers = new Timers(this);
        trace = new Trace(this);
        lifecycle = new Lifecycle(this, peer);
        flow = new Flow(this);
    }

    /// The error below SMPP, such as in the TLS handshake; null when unknown.
    Throwable failure() {
        return failure;
    }

    /// The first failure stays.
    void failure(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    /// The certificate that the peer showed in the TLS handshake; empty: none, or there is no TLS.
    public Optional<X509Certificate> peerCertificate() {
        ChannelHandlerContext ctx = context;
        SslHandler tls = ctx == null ? null : ctx.pipeline().get(SslHandler.class);
        try {
            return tls != null && tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate shown
                    ? Optional.of(shown)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException ignored) {
            return Optional.empty();
        }
    }

    /// Sends a request without waiting. After [Offer#ACCEPTED] the handler gets exactly one reply, otherwise none.
    /// It is called on the session's event loop, or in the calling thread when the endpoint was closed meanwhile.
    /// Bind and unbind are the session's own and never taken.
    public <R extends Response> Offer offer(Request<R> request, ReplyHandler<R> onReply) {
        if (!mayOffer(request)) {
            return refusal();
        }
        if (!gate.tryEnter()) {
            return lifecycle.isEnding() ? Offer.CLOSED : Offer.WINDOW_FULL;
        }
        outbox.add(new Pending<>(request, onReply, true));
        return Offer.ACCEPTED;
    }

    /// Sends a request and waits: for a place in the window, then for the reply, which the response timer bounds.
    ///
    /// @throws InterruptedException the request may have been sent
    /// @throws IllegalStateException on the event loop, which would wait for itself
    public <R extends Response> Reply<R> send(Request<R> request) throws InterruptedException {
        ChannelHandlerContext ctx = context;
        if (ctx != null && ctx.executor().inEventLoop()) {
            throw new IllegalStateException("send blocks: use offer in a handler that runs on the event loop");
        }
        if (!mayOffer(request)) {
            return new Reply.NotSent<>(refusal(), request.command() + " in state " + state);
        }
        if (!gate.enter()) {
            return new Reply.NotSent<>(Offer.CLOSED, "the session is closing");
        }
        BlockingReply<R> reply = new BlockingReply<>();
        outbox.add(new Pending<>(request, reply, true));
        return reply.await();
    }

    private boolean mayOffer(Request<?> request) {
        return !(request instanceof Bind || request instanceof Unbind) && CommandRules.allowed(role, state, request);
    }

    private Offer refusal() {
        return lifecycle.isEnding() || state == SessionState.CLOSED || state == SessionState.UNBOUND
                ? Offer.CLOSED
                : Offer.NOT_ALLOWED;
    }

    /// Hands over alert_notification, which has no response.
    public Offer offer(Notice notice) {
        if (!CommandRules.allowed(role, state, notice)) {
            return refusal();
        }
        return outbox.addNotice(notice) ? Offer.ACCEPTED : Offer.WINDOW_FULL;
    }

    /// Ends the session as the specification wants it: takes no new requests, waits for missing responses (at most
    /// the drain timer), unbinds, waits for unbind_resp, closes. Returns at once; [#awaitClosed] waits.
    public void unbind() {
        onLoop(() -> lifecycle.unbind(CloseReason.UNBOUND));
    }

    /// Closes the connection at once, without unbind.
    public void close() {
        onLoop(() -> lifecycle.closeNow(CloseReason.CLOSED));
    }

    /// Waits until the session has ended.
    ///
    /// @return false when it has not after this time
    public boolean awaitClosed(Duration atMost) throws InterruptedException {
        try {
            closed.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Completes with the reason when the session has ended.
    public CompletionStage<CloseReason> closed() {
        return closed.minimalCompletionStage();
    }

    /// Stops reading from the peer, or goes on: back-pressure by hand. While it is paused nothing is answered, not
    /// even enquire_link.
    public void pauseReading(boolean paused) {
        onLoop(() -> flow.pause(paused));
    }

    public SessionState state() {
        return state;
    }

    public SessionRole role() {
        return role;
    }

    /// The version both sides speak; before the bind our own.
    public InterfaceVersion version() {
        return version;
    }

    /// The mode of the bind; null before.
    public BindMode mode() {
        return mode;
    }

    /// system_id of the peer; empty before the bind.
    public String systemId() {
        return systemId;
    }

    /// The peer's address; null before the connection is up.
    public SocketAddress remote() {
        ChannelHandlerContext ctx = context;
        return ctx == null ? null : ctx.channel().remoteAddress();
    }

    /// Our requests without a reply.
    public int inFlight() {
        return gate.inFlight();
    }

    /// The current window: as configured, or smaller while the peer reports congestion.
    public int windowLimit() {
        return gate.limit();
    }

    /// The peer's last congestion_state, 0 to 99 (SMPP 5.0, 4.8.4.18); 0 when it never sent one.
    public int congestion() {
        return congestion;
    }

    public SessionStats stats() {
        return counters.snapshot();
    }

    /// Switches the PDU trace of this session, to the logger `io.elchi.smpp.trace`.
    public void trace(boolean on) {
        trace(on ? _ -> {} : null);
    }

    /// The same, also to a listener.
    ///
    /// @param listener null: no trace
    public void trace(TraceListener listener) {
        trace.to(listener);
    }

    @Override
    public String toString() {
        String peer = systemId.isEmpty() ? "" : " " + systemId;
        return "smpp-" + id + peer + " " + remote();
    }

    /// Runs on the event loop; dropped when the connection or the loop is gone, as there is nothing left to do
    /// then.
    void onLoop(Runnable task) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        try {
            ctx.executor().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the event loop has ended", this, e);
        }
    }

    void up(ChannelHandlerContext ctx) {
        timers.start(ctx);
        context = ctx;
    }

    void state(SessionState now) {
        state = now;
    }

    void boundAs(BindMode boundMode, String peerSystemId, InterfaceVersion negotiated, SessionHandler bound) {
        mode = boundMode;
        systemId = peerSystemId;
        version = negotiated;
        handler(bound);
        state = SessionState.bound(boundMode);
    }

    void handler(SessionHandler next) {
        handler = next instanceof GuardedHandler ? next : new GuardedHandler(next);
    }

    void congestion(int reported) {
        congestion = reported;
        congestedSince = timers.now();
        int from = config.slowDownAtCongestion();
        int full = config.window();
        gate.limit(reported < from ? full : Math.max(1, full * (100 - Math.min(100, reported)) / (101 - from)));
    }

    long congestedSince() {
        return congestedSince;
    }

    /// Gives a place of the window back.
    void release(Pending<?> pending) {
        if (pending.counted) {
            gate.leave();
        }
    }

    void ended(CloseReason reason) {
        closed.complete(reason);
    }

    ChannelHandlerContext context() {
        return context;
    }

    SessionConfig config() {
        return config;
    }

    Executor workers() {
        return workers;
    }

    SessionHandler handler() {
        return handler;
    }

    Counters counters() {
        return counters;
    }

    WindowGate gate() {
        return gate;
    }

    Window window() {
        return window;
    }

    Outbox outbox() {
        return outbox;
    }

    Inbound inbound() {
        return inbound;
    }

    Timers timers() {
        return timers;
    }

    Trace trace() {
        return trace;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Flow flow() {
        return flow;
    }
}
