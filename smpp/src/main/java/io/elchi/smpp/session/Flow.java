package io.elchi.smpp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/// Decides whether we read. We do not read while the peer leaves our octets unread. We do not read while the peer
/// has as many requests in progress as we allow, unless further ones are refused. The octets that we do not read
/// fill the peer's socket, so that the peer has to wait.
final class Flow {
    private final SmppSession session;
    private boolean reads = true;
    private boolean paused;

    Flow(SmppSession session) {
        this.session = session;
    }

    boolean reads() {
        return reads;
    }

    /// Stops or goes on reading by the user's will.
    void pause(boolean wanted) {
        paused = wanted;
        update();
    }

    void update() {
        ChannelHandlerContext ctx = session.context();
        if (ctx == null) {
            return;
        }
        Channel channel = ctx.channel();
        boolean wanted = !paused && channel.isWritable() && !session.inbound().stopsReading();
        if (wanted != reads) {
            reads = wanted;
            session.timers().reading(wanted);
            channel.config().setAutoRead(wanted);
        }
    }
}
