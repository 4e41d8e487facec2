package io.elchi.smpp.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one session to a message centre bound. It connects again when the session has ended, after a delay that
/// grows with the failures ([Backoff]). The delay is the first one again after a session that was bound for longer
/// than the delay before it. Runs in a virtual thread.
public final class SmppLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);

    /// Called when the link is bound and when its session has ended, in the link's thread.
    public interface Listener {
        default void onUp(SmppSession session) {}

        /// @param why what went wrong, for people
        /// @param retryIn when the next try begins
        default void onDown(String why, Duration retryIn) {}
    }

    /// The link's time; a test brings its own.
    interface Waiting {
        /// @return true when the link was closed meanwhile
        boolean sleep(Duration duration) throws InterruptedException;

        long nanoTime();
    }

    /// Connects the link.
    interface Connector {
        SmppSession connect() throws IOException, InterruptedException;
    }

    private final String name;
    private final Connector connector;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Waiting waiting;
    private final Thread thread;
    private final Object connectingLock = new Object();
    private volatile SmppSession session;
    private boolean connecting;

    /// @param name for the log
    /// @param waiting null: the clock's
    SmppLink(
            String name,
            Connector connector,
            Backoff backoff,
            RandomGenerator random,
            Listener listener,
            Waiting waiting) {
        this.name = name;
        this.connector = connector;
        this.backoff = backoff;
        this.random = random;
        this.listener = listener;
        this.waiting = waiting != null ? waiting : new Clock();
        thread = Thread.ofVirtual().name("smpp-link " + name).unstarted(this::run);
    }

    /// Starts to connect, in the background.
    public static SmppLink start(
            SmppClient client, ClientConfig config, Backoff backoff, SessionHandler handler, Listener listener) {
        SmppLink link = new SmppLink(
                config.systemId() + "@" + config.host() + ":" + config.port(),
                () -> client.connect(config, handler),
                backoff,
                RandomGenerator.getDefault(),
                listener,
                null);
        link.start();
        return link;
    }

    void start() {
        thread.start();
    }

    /// The bound session of now; empty while there is none.
    public Optional<SmppSession> session() {
        SmppSession now = session;
        return now != null && now.state().isBound() ? Optional.of(now) : Optional.empty();
    }

    /// The result of one try.
    ///
    /// @param status command_status with which the bind was refused; 0: it was not
    /// @param bound how long the session was bound; zero when it was not
    private record End(String why, int status, Duration bound) {}

    private void run() {
        int failures = 0;
        Duration delay = Duration.ZERO;
        try {
            while (!isClosed()) {
                End end = connectAndServe();
                if (isClosed()) {
                    return;
                }
                // A session that was bound for a shorter time than the delay before it counts as a failure.
                // Otherwise a peer that ends each session at once would see one bind a second.
                failures = end.bound.compareTo(delay) > 0 ? 1 : failures + 1;
                Duration next = backoff.delay(failures, end.status, random);
                delay = next;
                LOG.info("link {}: {}; next try in {}", name, end.why, next);
                tell(() -> listener.onDown(end.why, next));
                if (waiting.sleep(next)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            SmppSession left = session;
            if (left != null) {
                left.close();
            }
        }
    }

    private End connectAndServe() throws InterruptedException {
        try {
            connecting(true);
            SmppSession bound = connector.connect();
            session = bound;
            connecting(false);
            long since = waiting.nanoTime();
            if (isClosed()) {
                boolean _ = Thread.interrupted(); // close() meant the connecting, which was quicker.
                bound.unbind();
            } else {
                tell(() -> listener.onUp(bound));
            }
            CloseReason reason = awaitEnd(bound);
            session = null;
            return new End("session ended: " + reason, 0, Duration.ofNanos(waiting.nanoTime() - since));
        } catch (BindFailedException e) {
            return new End(e.getMessage(), e.status(), Duration.ZERO);
        } catch (IOException e) {
            return new End(e.getMessage(), 0, Duration.ZERO);
        } catch (RuntimeException e) {
            LOG.error("link {}: connecting failed", name, e);
            return new End(e.toString(), 0, Duration.ZERO);
        } finally {
            connecting(false);
        }
    }

    /// After `false` no interrupt of [#close] comes any more: one that comes late would end the new session
    /// unasked.
    private void connecting(boolean now) {
        synchronized (connectingLock) {
            connecting = now;
        }
    }

    private void stopConnecting() {
        synchronized (connectingLock) {
            if (connecting) {
                thread.interrupt();
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /// An exception of a listener must not end the link.
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error("link {}: its listener failed", name, e);
        }
    }

    private static CloseReason awaitEnd(SmppSession bound) throws InterruptedException {
        try {
            return bound.closed().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Unbinds in order and connects no more; waits for the end of the session. A connection that is just being
    /// made is abandoned.
    @Override
    public void close() {
        closed.countDown();
        SmppSession now = session;
        if (now != null) {
            now.unbind();
        } else {
            stopConnecting();
        }
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(30))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private final class Clock implements Waiting {
        @Override
        public boolean sleep(Duration duration) throws InterruptedException {
            return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }
}
