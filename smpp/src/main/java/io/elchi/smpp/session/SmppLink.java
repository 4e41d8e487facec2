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

/// Keeps one session to a message centre bound: connects, and when the session ends connects again after a delay that
/// grows with the failures ([Backoff]) and starts afresh after a session that was bound. Runs in a virtual thread.
public final class SmppLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);

    /// Told of the link's ups and downs, in the link's thread.
    public interface Listener {
        default void onUp(SmppSession session) {}

        /// @param why what went wrong, for people
        /// @param retryIn when the next try begins
        default void onDown(String why, Duration retryIn) {}
    }

    /// How the link sleeps; a test brings its own.
    interface Sleeper {
        /// @return true when the link was closed meanwhile
        boolean sleep(Duration duration) throws InterruptedException;
    }

    /// How the link connects.
    interface Connector {
        SmppSession connect() throws IOException, InterruptedException;
    }

    private final Connector connector;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Sleeper sleeper;
    private final Thread thread;
    private volatile SmppSession session;

    SmppLink(Connector connector, Backoff backoff, RandomGenerator random, Listener listener, Sleeper sleeper) {
        this.connector = connector;
        this.backoff = backoff;
        this.random = random;
        this.listener = listener;
        this.sleeper = sleeper != null ? sleeper : time -> closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        thread = Thread.ofVirtual().name("smpp-link").unstarted(this::run);
    }

    /// Starts to connect, in the background.
    public static SmppLink start(
            SmppClient client, ClientConfig config, Backoff backoff, SessionHandler handler, Listener listener) {
        SmppLink link = new SmppLink(
                () -> client.connect(config, handler), backoff, RandomGenerator.getDefault(), listener, null);
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

    private void run() {
        int failures = 0;
        try {
            while (closed.getCount() > 0) {
                String why;
                boolean refused = false;
                try {
                    SmppSession bound = connector.connect();
                    failures = 0;
                    session = bound;
                    listener.onUp(bound);
                    why = "session ended: " + awaitEnd(bound);
                } catch (BindFailedException e) {
                    why = e.getMessage();
                    refused = e.reason() == CloseReason.BIND_REFUSED;
                } catch (IOException e) {
                    why = e.getMessage();
                }
                session = null;
                if (closed.getCount() == 0) {
                    return;
                }
                Duration delay = backoff.delay(++failures, refused, random);
                LOG.info("{}; next try in {}", why, delay);
                listener.onDown(why, delay);
                if (sleeper.sleep(delay)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CloseReason awaitEnd(SmppSession bound) throws InterruptedException {
        try {
            return bound.closed().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Unbinds in order and connects no more; waits for the end of the session.
    @Override
    public void close() {
        closed.countDown();
        SmppSession now = session;
        if (now != null) {
            now.unbind();
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
}
