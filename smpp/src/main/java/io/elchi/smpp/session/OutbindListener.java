package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Outbind;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Listens for message centres that connect and ask to be bound to by outbind (SMPP 3.4, 2.2.1; 5.0, 4.1.1.7).
/// [SmppClient#listenForOutbind] opens one. A connection has the session_init timer of its configuration until it
/// is bound, and is closed then. Connections are plain TCP.
public final class OutbindListener implements AutoCloseable {
    /// Decides about connections. Runs on the event loop and must not block.
    public interface Policy {
        /// Whether a connection may stay until its outbind arrives; else it is closed, before anything is read.
        ///
        /// @param open connections of now, bound or not, without this one
        default boolean mayConnect(InetAddress peer, int open) {
            return true;
        }

        /// The bind that follows an outbind, usually as receiver; null closes the connection. The password of the
        /// outbind is the message centre's proof: compare it in constant time.
        ClientConfig onOutbind(Outbind outbind, InetAddress peer);

        /// A connection ended that was never bound.
        default void onUnbound(InetAddress peer, CloseReason reason) {}
    }

    private final Loops loops;
    private final Policy policy;
    private final SessionConfig config;
    private final Supplier<? extends SessionHandler> handlers;
    private final Set<SmppSession> sessions = ConcurrentHashMap.newKeySet();
    private final Channel listening;

    OutbindListener(
            Loops loops,
            InetSocketAddress address,
            Policy policy,
            SessionConfig config,
            Supplier<? extends SessionHandler> handlers)
            throws IOException, InterruptedException {
        this.loops = loops;
        this.policy = policy;
        this.config = config;
        this.handlers = handlers;
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .childHandler(new Accepting())
                .bind(address)
                .await();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        listening = bound.channel();
        loops.add(listening);
    }

    /// The address on which it listens, with the real port.
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /// The connections of now, bound or not.
    public List<SmppSession> sessions() {
        return List.copyOf(sessions);
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

    /// Takes no more connections and closes those that are open, without unbind.
    @Override
    public void close() {
        listening.close();
        sessions.forEach(SmppSession::close);
    }

    private final class Accepting extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            InetAddress peer = ((InetSocketAddress) channel.remoteAddress()).getAddress();
            if (!policy.mayConnect(peer, sessions.size())) {
                channel.close();
                return;
            }
            SmppSession session =
                    new SmppSession(SessionRole.ESME, config, loops.workers(), handlers.get(), new Outbound(peer));
            sessions.add(session);
            channel.closeFuture().addListener(_ -> sessions.remove(session));
            channel.pipeline().addLast(new SessionInitializer(loops, () -> session, null));
        }
    }

    /// Waits for outbind on an accepted connection, and binds.
    private final class Outbound implements Lifecycle.Peer {
        private final InetAddress peer;

        Outbound(InetAddress peer) {
            this.peer = peer;
        }

        @Override
        public void connected(SmppSession session) {
            session.timers().awaitBind();
        }

        @Override
        public void outbindArrived(SmppSession session, Outbind outbind) {
            ClientConfig bind = policy.onOutbind(outbind, peer);
            if (bind == null) {
                session.lifecycle().closeNow(CloseReason.BIND_REFUSED);
            } else {
                session.lifecycle().bind(bind.bind(), _ -> {});
            }
        }

        @Override
        public void closed(SmppSession session, CloseReason reason) {
            if (session.mode() == null) {
                policy.onUnbound(peer, reason);
            }
        }
    }
}
