package io.elchi.smpp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.function.Supplier;

/// The pipeline of a connection: TLS, when the endpoint has it, then the session. Framing, codec and session are one
/// handler, because a PDU that went through three would be handed on twice for nothing.
final class SessionInitializer extends ChannelInitializer<Channel> {
    private final Loops loops;
    private final Supplier<SmppSession> sessions;
    private final Tls tls;
    private final String host;
    private final int port;

    /// For one connection that we make.
    SessionInitializer(Loops loops, SmppSession session, Tls tls, String host, int port) {
        this.loops = loops;
        this.sessions = () -> session;
        this.tls = tls;
        this.host = host;
        this.port = port;
    }

    /// For connections that we accept.
    SessionInitializer(Loops loops, Supplier<SmppSession> sessions, Tls tls) {
        this.loops = loops;
        this.sessions = sessions;
        this.tls = tls;
        this.host = null;
        this.port = 0;
    }

    @Override
    protected void initChannel(Channel channel) {
        SmppSession session = sessions.get();
        loops.add(channel);
        if (tls != null) {
            channel.pipeline().addLast("tls", tls.handler(channel.alloc(), host, port));
        }
        channel.pipeline().addLast("session", new SessionChannel(session, tls != null));
    }
}
