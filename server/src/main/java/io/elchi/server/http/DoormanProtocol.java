package io.elchi.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/// Tomcat's HTTP/1.1 with a [Doorman]: a connection with something to read is shown to him before a thread is called
/// for it. Tomcat makes it by its name.
public final class DoormanProtocol extends Http11NioProtocol {
    private final Endpoint endpoint;

    public DoormanProtocol() {
        this(new Endpoint());
    }

    private DoormanProtocol(Endpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /// To be called before the start.
    void place(Doorman doorman) {
        endpoint.doorman = doorman;
    }

    private enum Turn {
        GOES_IN,
        TURNED_AWAY,
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
        private Doorman doorman;

        @Override
        public void setExecutor(Executor executor) {
            super.setExecutor(executor == null ? null : new Counting(executor));
        }

        private int coming() {
            return getExecutor() instanceof Counting counting ? counting.coming.get() : 0;
        }

        @Override
        public boolean processSocket(SocketWrapperBase<NioChannel> connection, SocketEvent event, boolean dispatch) {
            Turn turn = event == SocketEvent.OPEN_READ && doorman.isThere() && isPoller()
                    ? turn((NioSocketWrapper) connection)
                    : Turn.GOES_IN;
            return switch (turn) {
                case GOES_IN -> super.processSocket(connection, event, dispatch);
                case TURNED_AWAY -> true;
                case DOES_NOT_READ -> false; // which ends the connection
            };
        }

        private boolean isPoller() {
            return Thread.currentThread().getName().equals(getName() + "-Poller");
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

        /// What is read and not turned away stays in the connection's buffer, where Tomcat looks first.
        private Turn read(NioSocketWrapper connection) throws IOException {
            NioChannel channel = connection.getSocket();
            SocketBufferHandler buffers = connection.getSocketBufferHandler();
            buffers.configureReadBufferForWrite();
            ByteBuffer in = buffers.getReadBuffer();
            if (!in.hasArray() || channel.read(in) <= 0) {
                return Turn.GOES_IN;
            }
            ByteBuffer answer = doorman.turnAway(
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
                return Turn.DOES_NOT_READ;
            }
            connection.registerReadInterest();
            return Turn.TURNED_AWAY;
        }
    }
}
