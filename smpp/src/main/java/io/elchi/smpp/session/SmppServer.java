package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Outbind;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The message centre's side: accepts connections, asks a [BindHandler] about binds, and serves bound sessions.
///
/// ```java
/// SmppServer server = SmppServer.start(ServerConfig.loopback(2775, "elchi"), request ->
///         BindDecision.accept(SessionHandler.onVirtualThreads((session, pdu) -> Answer.refuse(ESME_RSYSERR))));
/// ```
public final class SmppServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);

    private final ServerConfig config;
    private final BindHandler binds;
    private final BindGuard guard;
    private final Loops loops;
    private final Set<SmppSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<SmppSession, String> places = new ConcurrentHashMap<>();
    private final Map<ChannelId, InetAddress> unbound = new ConcurrentHashMap<>();
    private final MessageCentre centre = new MessageCentre();
    private final LongAdder refused = new LongAdder();
    private final Channel listening;

    private SmppServer(ServerConfig config, BindHandler binds) throws IOException, InterruptedException {
        this.config = config;
        this.binds = binds;
        guard = new BindGuard(config, System::nanoTime);
        loops = new Loops("smpp-server", config.eventLoops());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ServerInitializer())
                .bind(config.address())
                .await();
        if (!bound.isSuccess()) {
            loops.close();
            throw new IOException(
                    "cannot listen on " + config.address() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listening = bound.channel();
        loops.add(listening);
    }

    /// Listens and serves until [#close].
    ///
    /// @throws IOException the address cannot be had
    public static SmppServer start(ServerConfig config, BindHandler binds) throws IOException, InterruptedException {
        return new SmppServer(config, binds);
    }

    /// The address on which it listens, with the real port.
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /// The connections of now, bound or not.
    public List<SmppSession> sessions() {
        return List.copyOf(sessions);
    }

    /// Connections that were closed at once: one too many, or from an address that sent too many wrong passwords.
    public long refusedConnections() {
        return refused.sum();
    }

    /// Connects to an ESME that listens, and asks it to bind (SMPP 5.0, 4.1.1.7). The [BindHandler] then gets the
    /// bind like any other.
    public SmppSession outbind(InetSocketAddress esme, Outbind outbind) throws IOException, InterruptedException {
        SmppSession session = new SmppSession(
                SessionRole.MC, config.session(), loops.workers(), _ -> {}, new Asking(centre, outbind));
        ChannelFuture connecting = new Bootstrap()
                .group(loops.group())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new SessionInitializer(loops, session, null, esme.getHostString(), esme.getPort()))
                .connect(esme)
                .await();
        if (!connecting.isSuccess()) {
            throw new IOException("no connection to " + esme, connecting.cause());
        }
        return session;
    }

    /// Takes no more connections, unbinds every session and waits for them, at most as long as given; then closes.
    public void close(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        listening.close().await();
        List<SmppSession> open = sessions();
        open.forEach(SmppSession::unbind);
        for (SmppSession session : open) {
            session.awaitClosed(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        close();
    }

    /// Closes everything at once. Waits for the event loops, so not for a handler on one of them to call.
    @Override
    public void close() {
        sessions.forEach(SmppSession::close);
        loops.close();
    }

    /// Turns away what must not even speak.
    private final class ServerInitializer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
            if (sessions.size() >= config.maxConnections() || guard.isShut(from) || !guard.connect(from)) {
                refused.increment();
                LOG.info("connection from {} refused", from.getHostAddress());
                channel.close();
                return;
            }
            unbound.put(channel.id(), from);
            channel.closeFuture().addListener(_ -> noLongerUnbound(channel));
            SmppSession session = new SmppSession(SessionRole.MC, config.session(), loops.workers(), _ -> {}, centre);
            sessions.add(session);
            channel.closeFuture().addListener(_ -> forgetUnlessUp(session));
            channel.pipeline().addLast(new SessionInitializer(loops, () -> session, config.tls()));
        }
    }

    private void noLongerUnbound(Channel channel) {
        InetAddress from = unbound.remove(channel.id());
        if (from != null) {
            guard.boundOrClosed(from);
        }
    }

    /// A connection without a pipeline reports its end to nobody.
    private void forgetUnlessUp(SmppSession session) {
        if (session.context() == null) {
            sessions.remove(session);
        }
    }

    private final class MessageCentre implements Lifecycle.Peer {
        @Override
        public void connected(SmppSession session) {
            sessions.add(session);
        }

        @Override
        public void bindRequested(SmppSession session, Bind bind, int sequence) {
            loops.workers().execute(() -> {
                BindDecision decision = decide(session, bind);
                session.onLoop(() -> carryOut(decision, session, bind, sequence));
            });
        }

        private BindDecision decide(SmppSession session, Bind bind) {
            try {
                InetSocketAddress remote = (InetSocketAddress) session.remote();
                BindRequest request = new BindRequest(session, bind, remote, () -> guard.isShut(remote.getAddress()));
                return Objects.requireNonNull(binds.onBind(request), "no decision");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return BindDecision.refuse(CommandStatus.ESME_RSYSERR);
            } catch (Exception | Error e) {
                LOG.error("{}: deciding on the bind of {} failed", session, bind.systemId(), e);
                Errors.report(e);
                return BindDecision.refuse(CommandStatus.ESME_RSYSERR);
            }
        }

        private void carryOut(BindDecision decision, SmppSession session, Bind bind, int sequence) {
            Lifecycle lifecycle = session.lifecycle();
            switch (decision) {
                case BindDecision.Accepted accepted -> {
                    if (lifecycle.isClosing()) {
                        return;
                    }
                    if (!guard.enter(bind.systemId())) {
                        lifecycle.refuse(bind, sequence, CommandStatus.ESME_RALYBND.code());
                        return;
                    }
                    places.put(session, bind.systemId());
                    noLongerUnbound(session.context().channel());
                    lifecycle.accept(bind, sequence, config.systemId(), accepted.handler());
                }
                case BindDecision.Refused refused -> {
                    if (!refused.countsAsFailure()) {
                        lifecycle.refuse(bind, sequence, refused.status());
                        return;
                    }
                    guard.failed(((InetSocketAddress) session.remote()).getAddress());
                    lifecycle.refuseAfter(
                            config.failedBindDelay(), () -> lifecycle.refuse(bind, sequence, refused.status()));
                }
            }
        }

        @Override
        public void closed(SmppSession session, CloseReason reason) {
            sessions.remove(session);
            String place = places.remove(session);
            if (place != null) {
                guard.leave(place);
            }
        }
    }

    /// A message centre that spoke first.
    private record Asking(MessageCentre centre, Outbind outbind) implements Lifecycle.Peer {
        @Override
        public void connected(SmppSession session) {
            centre.connected(session);
            session.outbox().first(outbind);
            session.state(SessionState.OUTBOUND);
        }

        @Override
        public void bindRequested(SmppSession session, Bind bind, int sequence) {
            centre.bindRequested(session, bind, sequence);
        }

        @Override
        public void closed(SmppSession session, CloseReason reason) {
            centre.closed(session, reason);
        }
    }
}
