package io.elchi.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/// Sends requests over kept connections, each with one at a time, from one event loop: requests are octets that are
/// ready, answers are read as far as their length.
///
/// Closed loop: each connection sends the next request when it has its answer. Open loop: requests begin at fixed
/// times whatever the answers do, and latency counts from the time at which a request should have begun (no
/// coordinated omission).
public final class HttpLoad implements AutoCloseable {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\r\nContent-Length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "\r\nConnection: close".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int LONGEST_MINUTES = 10;
    private static final int RECONNECT_MILLIS = 10;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Long> late = new ArrayDeque<>();
    private final Requests requests;
    /// Requests a second; 0: as many as there are answers.
    private volatile int rate;
    private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
    private volatile Histogram latencies = histogram();
    private volatile Histogram refusals = histogram();
    private volatile boolean stopping;
    private long nextNanos;

    /// Makes requests.
    public interface Requests {
        /// A whole request.
        byte[] next();
    }

    public HttpLoad(Requests requests, int rate) {
        this.requests = requests;
        this.rate = rate;
    }

    private static Histogram histogram() {
        return new Histogram(TimeUnit.MINUTES.toNanos(LONGEST_MINUTES), 3);
    }

    /// Connects and begins.
    public void start(int port, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Connection connection = new Connection();
            connections.add(connection);
            connection.channel = connect(connection, port).sync().channel();
        }
        loop.execute(() -> {
            if (rate == 0) {
                connections.forEach(connection -> connection.send(System.nanoTime()));
            } else {
                idle.addAll(connections);
                nextNanos = System.nanoTime();
                loop.scheduleAtFixedRate(this::due, 0, 500, TimeUnit.MICROSECONDS);
            }
        });
    }

    private ChannelFuture connect(Connection connection, int port) {
        connection.port = port;
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(connection);
                    }
                })
                .connect("127.0.0.1", port);
    }

    /// Begins what should have begun by now.
    private void due() {
        long now = System.nanoTime();
        long step = TimeUnit.SECONDS.toNanos(1) / rate;
        while (!stopping && nextNanos <= now) {
            late.add(nextNanos);
            nextNanos += step;
        }
        drain();
    }

    private void drain() {
        while (!late.isEmpty() && !idle.isEmpty()) {
            idle.poll().send(late.poll());
        }
    }

    /// Requests a second from now on, of an open loop.
    ///
    /// @param rate at least 1
    public void rate(int rate) {
        this.rate = rate;
    }

    /// Counts from now on: forgets what was counted before.
    ///
    /// @return latencies of what was accepted until now
    public Histogram reset() {
        CompletableFuture<Histogram> before = new CompletableFuture<>();
        loop.execute(() -> {
            before.complete(latencies);
            latencies = histogram();
            refusals = histogram();
            statuses.clear();
        });
        return before.join();
    }

    /// Latencies of answers that were no acceptance, since the last [#reset].
    public Histogram refusals() {
        return loop.next().submit(() -> refusals.copy()).syncUninterruptibly().getNow();
    }

    /// Answers by status since the last [#reset].
    public Map<Integer, Long> statuses() {
        Map<Integer, Long> counts = new TreeMap<>();
        statuses.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    /// Begins nothing more and waits for what is under way.
    public void stop() throws InterruptedException {
        stopping = true;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (connections.stream().anyMatch(connection -> connection.busy) && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        connections.forEach(connection -> connection.channel.close());
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Connection extends ChannelInboundHandlerAdapter {
        private final ByteBuf received = Unpooled.buffer(8 * 1024);
        private Channel channel;
        private int port;
        private long sentNanos;
        private boolean away;
        private volatile boolean busy;

        void send(long intendedNanos) {
            sentNanos = intendedNanos;
            busy = true;
            channel.writeAndFlush(Unpooled.wrappedBuffer(requests.next()), channel.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf octets = (ByteBuf) message;
            received.writeBytes(octets);
            octets.release();
            int end = indexOf(received.array(), 0, received.writerIndex(), END);
            if (end < 0) {
                return;
            }
            byte[] head = received.array();
            if (received.writerIndex() < end + END.length + length(head, end)) {
                return;
            }
            received.clear();
            away = indexOf(head, 0, end, CLOSE) >= 0;
            answered(number(head, STATUS_AT));
        }

        private static int length(byte[] head, int end) {
            int at = indexOf(head, 0, end, LENGTH);
            if (at < 0) {
                throw new IllegalStateException("an answer without a length");
            }
            return number(head, at + LENGTH.length);
        }

        /// The decimal number that begins here.
        private static int number(byte[] octets, int from) {
            int number = 0;
            for (int i = from; octets[i] >= '0' && octets[i] <= '9'; i++) {
                number = number * 10 + octets[i] - '0';
            }
            return number;
        }

        private static int indexOf(byte[] octets, int from, int end, byte[] wanted) {
            for (int i = from; i <= end - wanted.length; i++) {
                if (octets[i] == wanted[0] && Arrays.equals(octets, i, i + wanted.length, wanted, 0, wanted.length)) {
                    return i;
                }
            }
            return -1;
        }

        private void answered(int status) {
            long now = System.nanoTime();
            Histogram histogram = status / 100 == 2 ? latencies : refusals;
            histogram.recordValue(Math.min(now - sentNanos, histogram.getHighestTrackableValue()));
            statuses.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
            busy = false;
            if (!stopping && !away) {
                free(now);
            }
        }

        private void free(long now) {
            if (rate == 0) {
                send(now);
            } else {
                idle.add(this);
                drain();
            }
        }

        /// With some answers a server ends the connection; an answer that never came is counted as 0.
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (busy) {
                busy = false;
                statuses.computeIfAbsent(0, _ -> new AtomicLong()).incrementAndGet();
            }
            if (!stopping) {
                reconnect();
            }
        }

        private void reconnect() {
            away = true;
            received.clear();
            idle.remove(this);
            connect(this, port).addListener((ChannelFuture made) -> {
                if (made.isSuccess()) {
                    channel = made.channel();
                    away = false;
                    free(System.nanoTime());
                } else if (!stopping) {
                    loop.schedule(this::reconnect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
                }
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
