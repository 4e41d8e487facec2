package io.elchi.e2e;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Takes webhooks, counts them, and remembers their ids if it is asked to. Can be away for a while.
public final class Sink implements AutoCloseable {
    private static final int MOST = 64 * 1024;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final LongAdder taken = new LongAdder();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final boolean remembers;
    private final Consumer<String> reader;
    private final int port;
    private Channel channel;

    public Sink() throws InterruptedException {
        this(false);
    }

    /// @param remembers keep the ids
    public Sink(boolean remembers) throws InterruptedException {
        this(remembers, null);
    }

    /// @param remembers keep the ids
    /// @param reader gets every body; null: nobody reads them
    public Sink(boolean remembers, Consumer<String> reader) throws InterruptedException {
        this.remembers = remembers;
        this.reader = reader;
        listen(0);
        port = ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private void listen(int wanted) throws InterruptedException {
        channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        open.add(made);
                        made.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(MOST), new Taker());
                    }
                })
                .bind("127.0.0.1", wanted)
                .sync()
                .channel();
    }

    public int port() {
        return port;
    }

    /// Closes every connection and listens no more.
    public void down() throws InterruptedException {
        channel.close().sync();
        open.close().sync();
    }

    /// Listens again.
    public void up() throws InterruptedException {
        listen(port);
    }

    /// `webhook-id` of everything that was taken.
    public Set<String> ids() {
        return ids;
    }

    public long taken() {
        return taken.sum();
    }

    @Override
    public void close() {
        channel.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Taker extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A client that died: what it had to say, another one says again.
            context.close();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            taken.increment();
            if (remembers) {
                ids.add(request.headers().get("webhook-id"));
            }
            if (reader != null) {
                reader.accept(request.content().toString(StandardCharsets.UTF_8));
            }
            ByteBuf nothing = Unpooled.EMPTY_BUFFER;
            DefaultFullHttpResponse answer =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, nothing);
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            context.writeAndFlush(answer, context.voidPromise());
        }
    }
}
