package io.elchi.smpp.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/// A socket whose peer reads nothing any more: what is written is never said to have left. One that sticks does not
/// close either, as TLS does not while its last words wait.
final class Clog extends ChannelOutboundHandlerAdapter {
    private final boolean sticks;

    Clog(boolean sticks) {
        this.sticks = sticks;
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!sticks) {
            ctx.close(promise);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ReferenceCountUtil.release(message);
    }
}
