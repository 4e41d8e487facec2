package io.elchi.smpp.session;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// The threads of an endpoint: event loops for the sockets, virtual threads for the user's code.
final class Loops implements AutoCloseable {
    private static final long QUIET_MILLIS = 0;
    private static final long SHUTDOWN_SECONDS = 5;

    private final EventLoopGroup group;
    private final Executor workers;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    Loops(String name, int eventLoops) {
        group = new MultiThreadIoEventLoopGroup(
                eventLoops, new DefaultThreadFactory(name + "-loop", true), NioIoHandler.newFactory());
        ThreadFactory virtual = Thread.ofVirtual().name(name + "-worker-", 0).factory();
        workers = task -> virtual.newThread(task).start();
    }

    EventLoopGroup group() {
        return group;
    }

    Executor workers() {
        return workers;
    }

    /// Closes this channel before the loops end: a loop that ends while it is busy forgets the channels it still has,
    /// and their sessions would never end.
    void add(Channel channel) {
        channels.add(channel);
    }

    @Override
    public void close() {
        channels.close().awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        group.shutdownGracefully(QUIET_MILLIS, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
