package io.elchi.server.http;

import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/// Tomcat's HTTP/1.1 with a [LoadShedder]: a connection with something to read is shown to him before a thread is
/// called for it. Tomcat makes it by its name.
public final class LoadSheddingProtocol extends Http11NioProtocol {
    private final Endpoint endpoint;
    private Guards guards;

    public LoadSheddingProtocol() {
        this(new Endpoint());
    }

    private LoadSheddingProtocol(Endpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /// The limits of connections, and the guard of their requests.
    ///
    /// @param shedder null: nothing is shed
    /// @param counts of what is answered
    /// @param handshakesFailed of TLS
    record Guards(
            LoadShedder shedder,
            ConnectionLimits connections,
            LimitedBody.Limits bodies,
            Duration headerTimeout,
            RequestCounts counts,
            Metrics.Count handshakesFailed) {
        /// The same limits for another port, that nobody stands before.
        Guards of(ConnectionLimits others) {
            return new Guards(null, others, bodies, headerTimeout, counts, handshakesFailed);
        }
    }

    /// To be called before the start.
    void place(Guards wanted) {
        guards = wanted;
        endpoint.shedder = wanted.shedder;
        endpoint.limit(wanted.connections, wanted.handshakesFailed);
        endpoint.handshakeNanos = wanted.headerTimeout.toNanos();
    }

    /// Whether the threads without which nothing is accepted or read are alive.
    boolean isAlive() {
        return endpoint.threads.stream().allMatch(Thread::isAlive);
    }

    int connections() {
        // The thread that accepts has counted the next one already.
        return (int) Math.max(0, endpoint.getConnectionCount() - 1);
    }

    @Override
    protected Processor createProcessor() {
        return new GuardedProcessor(
                this, new RequestGuard(getAdapter(), guards.counts), guards.bodies, guards.headerTimeout);
    }

    private enum Turn {
        GOES_IN,
        SHED,
        DOES_NOT_READ
    }

    /// Runs what is given to another, and counts what is not begun.
    private static final class Counting implements Executor {
        private final Executor executor;
        private final AtomicInteger coming = new AtomicInteger();

        Counting(Executor executor) {
            this.executor = executor;
        }

        @Override
        public void execute(Runnable task) {
            coming.incrementAndGet();
            boolean given = false;
            try {
                executor.execute(() -> {
                    coming.decrementAndGet();
                    task.run();
                });
                given = true;
            } finally {
                if (!given) {
                    coming.decrementAndGet();
                }
            }
        }
    }

    private static final class Endpoint extends NioEndpoint {
        private LoadShedder shedder;
        private ConnectionLimits limits;
        /// When each connection with an unfinished TLS handshake began, in nanoseconds.
        private final Map<SocketChannel, Long> handshakes = new ConcurrentHashMap<>();
        private long handshakeNanos;
        private volatile List<Thread> threads = List.of();
        private volatile ThreadGroup ioThreads;

        private void limit(ConnectionLimits wanted, Metrics.Count handshakesFailed) {
            limits = wanted;
            connections = new ConcurrentHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                public SocketWrapperBase<NioChannel> remove(Object connection) {
                    limits.closed((SocketChannel) connection);
                    handshakes.remove(connection);
                    SocketWrapperBase<NioChannel> removed = super.remove(connection);
                    if (removed != null
                            && removed.getSocket() instanceof SecureNioChannel channel
                            && !channel.isHandshakeComplete()) {
                        handshakesFailed.one();
                    }
                    return removed;
                }
            };
        }

        /// Tomcat keeps no reference to the threads that it starts here. Threads inherit the group of their
        /// creator, so those of a new group are the acceptor and the poller.
        @Override
        public void startInternal() throws Exception {
            ThreadGroup group = new ThreadGroup(getName());
            FutureTask<Void> start = new FutureTask<>(() -> {
                super.startInternal();
                return null;
            });
            Thread starter = new Thread(group, start, getName() + "-start");
            starter.start();
            start.get();
            starter.join();
            Thread[] started = new Thread[group.activeCount() + 1];
            threads = List.of(Arrays.copyOf(started, group.enumerate(started)));
            ioThreads = group;
        }

        private boolean isWithinLimits(SocketChannel connection) {
            try {
                return limits.open(connection);
            } catch (IOException ignored) {
                return false; // It is closed already.
            }
        }

        @Override
        protected boolean setSocketOptions(SocketChannel connection) {
            if (!isWithinLimits(connection)) {
                // Tomcat closes only what it knows, and this connection it does not know yet.
                destroySocket(connection);
                return false;
            }
            if (isSSLEnabled()) {
                handshakes.put(connection, System.nanoTime());
            }
            boolean set = super.setSocketOptions(connection);
            if (!set) {
                limits.closed(connection);
                handshakes.remove(connection);
            }
            return set;
        }

        @Override
        public void setExecutor(Executor executor) {
            super.setExecutor(executor == null ? null : new Counting(executor));
        }

        private int coming() {
            return getExecutor() instanceof Counting counting ? counting.coming.get() : 0;
        }

        /// Tomcat limits the time between two reads of a handshake, not the handshake.
        private boolean isHandshakeLate(SocketWrapperBase<NioChannel> connection) {
            if (handshakes.isEmpty() || !(connection.getSocket() instanceof SecureNioChannel channel)) {
                return false;
            }
            if (channel.isHandshakeComplete()) {
                handshakes.remove(channel.getIOChannel());
                return false;
            }
            Long since = handshakes.get(channel.getIOChannel());
            return since != null && System.nanoTime() - since > handshakeNanos;
        }

        @Override
        public boolean processSocket(SocketWrapperBase<NioChannel> connection, SocketEvent event, boolean dispatch) {
            if (event == SocketEvent.OPEN_READ && isHandshakeLate(connection)) {
                return false; // which ends the connection
            }
            Turn turn = shedder != null && event == SocketEvent.OPEN_READ && shedder.isThere() && isPoller()
                    ? turn((NioSocketWrapper) connection)
                    : Turn.GOES_IN;
            return switch (turn) {
                case GOES_IN -> super.processSocket(connection, event, dispatch);
                case SHED -> true;
                case DOES_NOT_READ -> false; // which ends the connection
            };
        }

        /// Of the two threads, only the poller has something to read.
        private boolean isPoller() {
            return Thread.currentThread().getThreadGroup() == ioThreads;
        }

        private Turn turn(NioSocketWrapper connection) {
            ReentrantLock lock = connection.getLock();
            if (!lock.tryLock()) {
                return Turn.GOES_IN;
            }
            try {
                return isBetweenRequests(connection) ? read(connection) : Turn.GOES_IN;
            } catch (IOException ignored) {
                return Turn.GOES_IN; // where it is found out again
            } finally {
                lock.unlock();
            }
        }

        /// Whether nothing of a request was read, and nothing of an answer is to be written.
        private static boolean isBetweenRequests(NioSocketWrapper connection) {
            return !connection.isClosed()
                    && connection.getSocket().getClass() == NioChannel.class // without TLS
                    && connection.getCurrentProcessor() == null
                    && connection.getSocketBufferHandler().isReadBufferEmpty()
                    && !connection.hasDataToWrite();
        }

        /// A request that was read and not shed stays in the connection's buffer, where Tomcat looks first.
        private Turn read(NioSocketWrapper connection) throws IOException {
            NioChannel channel = connection.getSocket();
            SocketBufferHandler buffers = connection.getSocketBufferHandler();
            buffers.configureReadBufferForWrite();
            ByteBuffer in = buffers.getReadBuffer();
            if (!in.hasArray() || channel.read(in) <= 0) {
                return Turn.GOES_IN;
            }
            ByteBuffer answer = shedder.shed(
                    in.array(),
                    in.arrayOffset(),
                    in.arrayOffset() + in.position(),
                    connection.getRemoteAddr(),
                    coming());
            if (answer == null) {
                return Turn.GOES_IN;
            }
            in.clear();
            connection.updateLastRead();
            channel.write(answer);
            if (answer.hasRemaining()) {
                // A reset: the system forgets at once what the client does not read, instead of keeping it for
                // minutes.
                channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
                return Turn.DOES_NOT_READ;
            }
            connection.registerReadInterest();
            return Turn.SHED;
        }
    }
}
