package io.elchi.server.connectors.http;

import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.connectors.dispatch.OperatorLink;
import io.elchi.server.connectors.dispatch.Pacer;
import io.elchi.server.core.Clock;
import io.elchi.server.http.RequestClient;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSessions.LinkSession;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.Links;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One link over HTTP. It counts as bound while the operator's address takes connections: it tries one at the start
/// and after a request that could not be written, and tries again until one is taken.
public final class HttpLink implements OperatorLink {
    private static final Logger LOG = LoggerFactory.getLogger(HttpLink.class);
    private static final int CONNECT_MILLIS = 10_000;
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final LinkSettings settings;
    private final LinkedOperator operator;
    private final Duration drain;
    private final Clock clock;
    private final RequestClient client;
    private final HttpSession session;
    private final Semaphore wake = new Semaphore(0);
    private volatile Thread thread;
    private volatile boolean stopping;
    private volatile boolean up;
    private volatile String problem;
    private volatile Instant since;
    /// null: not traced.
    private volatile Instant tracedUntil;

    /// @param receiptUrl where receipts of this link go; empty: nobody knows
    /// @param drain how long a stopping link waits for answers
    /// @throws IllegalArgumentException when the settings cannot be used
    public HttpLink(LinkSettings settings, LinkedOperator operator, String receiptUrl, Duration drain, Clock clock) {
        this.settings = settings;
        this.operator = operator;
        this.drain = drain;
        this.clock = clock;
        LinkOptions options = settings.options();
        if (!options.http().isSet()) {
            throw new IllegalArgumentException("http.url is not set");
        }
        HttpWriter writer = new HttpWriter(settings, receiptUrl, clock);
        Pacer pacer = new Pacer(clock, settings.throughput(), options.refusals().throttleDelay());
        client = new RequestClient(settings.window());
        session = new HttpSession(
                settings, writer, new HttpReplies(options.httpReply()), client, pacer, new SeenBySession());
        since = now();
    }

    private final class SeenBySession implements HttpSession.Reachability {
        @Override
        public void lost(String why) {
            down(why);
        }

        @Override
        public boolean isTraced() {
            Instant until = tracedUntil;
            return until != null && clock.now().isBefore(until);
        }
    }

    @Override
    public LinkSettings settings() {
        return settings;
    }

    @Override
    public void start() {
        LOG.info("link {}: starting, to {}:{}", settings.name(), settings.host(), settings.port());
        thread = Thread.ofVirtual().name("http-link-" + settings.id()).start(this::run);
    }

    private void run() {
        Duration delay = FIRST_DELAY;
        try {
            while (!stopping) {
                if (up) {
                    wake.acquire();
                    delay = FIRST_DELAY;
                    continue;
                }
                wake.drainPermits();
                String why = probe();
                if (why == null) {
                    up();
                } else {
                    problem = why;
                    operator.metrics().down();
                    LOG.warn("link {}: {}; next try in {} ms", settings.name(), why, delay.toMillis());
                    boolean _ = wake.tryAcquire(delay.toMillis(), TimeUnit.MILLISECONDS);
                    delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) < 0 ? delay.multipliedBy(2) : LONGEST_DELAY;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Connects, without a request.
    ///
    /// @return null: the address takes connections
    private String probe() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), CONNECT_MILLIS);
            if (settings.tls()) {
                handshake(socket);
            }
            return null;
        } catch (IOException | IllegalArgumentException e) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
    }

    private void handshake(Socket socket) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (SSLSocket secure = (SSLSocket) factory.createSocket(socket, settings.host(), settings.port(), true)) {
            secure.setSoTimeout(CONNECT_MILLIS);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
        }
    }

    private synchronized void up() {
        if (stopping) {
            return;
        }
        up = true;
        problem = null;
        since = now();
        LOG.info("link {}: {}:{} takes connections", settings.name(), settings.host(), settings.port());
        operator.sessionUp(session);
    }

    private synchronized void down(String why) {
        if (!up) {
            return;
        }
        up = false;
        problem = why;
        since = now();
        operator.sessionDown(session);
        if (!stopping) {
            operator.metrics().down();
            LOG.warn("link {}: {}", settings.name(), why);
        }
        wake.release();
    }

    /// As a row has it.
    private Instant now() {
        return clock.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void trace(Instant until) {
        tracedUntil = until;
    }

    @Override
    public void rebind(Links.SessionRebind wanted) {
        if (wanted.n() == 1 && wanted.since().equals(since)) {
            LOG.info("link {}: is to connect anew", settings.name());
            down("is to connect anew");
        }
    }

    @Override
    public LinkStatus status() {
        return new LinkStatus(
                settings.id(),
                settings.operatorId(),
                settings.name(),
                up ? 1 : 0,
                1,
                session.inFlight(),
                up ? settings.window() : 0,
                problem,
                since);
    }

    @Override
    public LinkSessions sessions(String limitedBy) {
        List<LinkSession> now = up
                ? List.of(new LinkSession(
                        1,
                        "http",
                        since,
                        session.inFlight(),
                        settings.window(),
                        session.submits(),
                        0,
                        session.answers(),
                        session.answerNanos(),
                        null))
                : List.of();
        return new LinkSessions(settings.id(), settings.operatorId(), 1, problem, now, limitedBy);
    }

    @Override
    public void stop() throws InterruptedException {
        stopping = true;
        session.close();
        down("is stopped");
        wake.release();
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        awaitAnswers(drain);
        // Those that are left are unanswered now, each with its outcome.
        client.close();
        awaitAnswers(drain);
    }

    private void awaitAnswers(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (session.inFlight() > 0 && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK);
        }
    }
}
