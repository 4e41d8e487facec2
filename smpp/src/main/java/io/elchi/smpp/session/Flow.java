package io.elchi.smpp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/// Whether we read. Not while the peer does not take what we write, and not while as many of its requests are in
/// progress as we allow, unless further ones are refused: what we do not read fills the peer's socket, and that is
/// how it learns.
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
