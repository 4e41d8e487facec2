package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.PduCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one handler of a connection (after TLS, when there is TLS): octets to PDUs to [Inbound], and the events of
/// the socket. A read that brings many PDUs ends in one write.
final class SessionChannel extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SessionChannel.class);
    private static final int READ_OCTETS = 64 * 1024;
    private static final FastThreadLocal<byte[]> READ = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[READ_OCTETS];
        }
    };

    private final SmppSession session;
    private final boolean tls;
    private final Framer framer;
    private final Framer.Sink sink = this::frame;
    private boolean up;
    private boolean deaf;

    SessionChannel(SmppSession session, boolean tls) {
        this.session = session;
        this.tls = tls;
        framer = new Framer(session.config().maxPduOctets());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!tls) {
            up(ctx);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && tls) {
            if (handshake.isSuccess()) {
                up(ctx);
            } else {
                LOG.info("TLS with {} failed: {}", ctx.channel().remoteAddress(), String.valueOf(handshake.cause()));
                session.failure(handshake.cause());
                session.lifecycle().closeNow(CloseReason.TLS_FAILED);
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    private void up(ChannelHandlerContext ctx) {
        up = true;
        session.up(ctx);
        session.lifecycle().connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ByteBuf octets && up && !deaf) {
                session.timers().read();
                session.counters().add(Counters.OCTETS_IN, octets.readableBytes());
                session.outbox().readBegins();
                feed(octets);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void feed(ByteBuf octets) {
        byte[] read = READ.get();
        while (octets.isReadable() && !deaf) {
            int count = Math.min(octets.readableBytes(), read.length);
            octets.readBytes(read, 0, count);
            if (!framer.feed(read, 0, count, sink)) {
                deaf = true;
                session.lifecycle().badFrame(framer.badLength());
            }
        }
        session.flow().update();
    }

    private void frame(byte[] octets, int offset, int length) {
        Frame frame = PduCodec.decode(octets, offset, length);
        session.trace().in(frame, octets, offset, length);
        session.inbound().take(frame);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (up) {
            session.outbox().readEnds();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (up) {
            boolean writable = ctx.channel().isWritable();
            session.timers().writable(writable);
            if (writable) {
                session.outbox().drain();
            }
            session.flow().update();
        }
        ctx.fireChannelWritabilityChanged();
    }

    /// The endpoint closes its channels.
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        session.lifecycle().closing(CloseReason.CLOSED);
        ctx.close(promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!up) {
            session.up(ctx);
        }
        session.lifecycle().terminated();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A DecoderException is TLS's: no TLS at all, mostly, from port scanners.
        if (cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("{}: {}", session, cause.toString());
            session.failure(cause);
            session.lifecycle().closeNow(CloseReason.DISCONNECTED);
        } else {
            LOG.error("{}: closing after an error", session, cause);
            session.lifecycle().closeNow(CloseReason.FAILED);
        }
        ctx.close();
    }
}
