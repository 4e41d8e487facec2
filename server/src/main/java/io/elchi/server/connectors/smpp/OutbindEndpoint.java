package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.dispatch.OperatorMetrics;
import io.elchi.server.core.Cidr;
import io.elchi.server.core.Clock;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.OutbindListener;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for the operator of a link, which connects and sends outbind (SMPP 3.4, 2.2.1), and binds on the same
/// connection. A connection from another address, one beyond the limit, one with the wrong password and one that
/// stays silent are closed and counted.
final class OutbindEndpoint implements OutbindListener.Policy {
    private static final Logger LOG = LoggerFactory.getLogger(OutbindEndpoint.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    /// A peer that connects again and again must not fill the log.
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);

    private final LinkSettings link;
    private final LinkOptions.Outbind options;
    private final OperatorMetrics metrics;
    private final Clock clock;
    private final Consumer<String> problem;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile List<Cidr> peers = List.of();
    private volatile ClientConfig bind;
    private volatile Instant quietUntil = Instant.MIN;
    private volatile Thread thread;

    /// @param problem is told what went wrong last; null when it went right
    OutbindEndpoint(LinkSettings link, OperatorMetrics metrics, Clock clock, Consumer<String> problem) {
        this.link = link;
        this.metrics = metrics;
        this.clock = clock;
        this.problem = problem;
        options = link.options().outbind();
    }

    /// Listens in the background, and tries again while the address cannot be had.
    ///
    /// @param handlers gives each session its handler
    void start(SmppClient client, ClientConfig config, Supplier<SessionHandler> handlers) {
        bind = config.session(
                config.session().but().sessionInitTimer(options.timeout()).build());
        thread = Thread.ofVirtual().name("outbind " + link.name()).start(() -> run(client, handlers));
    }

    private void run(SmppClient client, Supplier<SessionHandler> handlers) {
        try {
            while (stopped.getCount() > 0) {
                OutbindListener listener = listen(client, handlers);
                if (listener == null) {
                    stopped.await(RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
                    continue;
                }
                stopped.await();
                listener.close(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OutbindListener listen(SmppClient client, Supplier<SessionHandler> handlers) throws InterruptedException {
        try {
            peers = peers();
            InetSocketAddress address = new InetSocketAddress(options.address(), options.port());
            OutbindListener listener = client.listenForOutbind(address, this, bind.session(), handlers);
            LOG.info("link {}: listening on {} for outbind from {}", link.name(), listener.address(), peers);
            problem.accept(null);
            return listener;
        } catch (IOException e) {
            LOG.warn("link {}: {}; next try in {} s", link.name(), e.getMessage(), RETRY_DELAY.toSeconds());
            problem.accept(e.getMessage());
            return null;
        }
    }

    /// Those of the options, or else the addresses that the link's host has now.
    private List<Cidr> peers() throws IOException {
        List<Cidr> allowed = new ArrayList<>();
        for (String peer : options.peers()) {
            allowed.add(Cidr.parse(peer));
        }
        if (allowed.isEmpty()) {
            for (InetAddress address : InetAddress.getAllByName(link.host())) {
                allowed.add(Cidr.parse(address.getHostAddress().replaceFirst("%.*", "")));
            }
        }
        return List.copyOf(allowed);
    }

    @Override
    public boolean mayConnect(InetAddress peer, int open) {
        if (peers.stream().noneMatch(block -> block.contains(peer))) {
            refused(peer, "address", "its address is not allowed");
            return false;
        }
        if (open >= options.maxConnections()) {
            refused(peer, "connections", open + " connections are open");
            return false;
        }
        return true;
    }

    @Override
    public ClientConfig onOutbind(Outbind outbind, InetAddress peer) {
        boolean isName = options.systemId().isEmpty() || options.systemId().equals(outbind.systemId());
        // Both are compared in any case, so that the time does not tell which one is wrong.
        if (options.password().matches(outbind.password()) & isName) {
            return bind;
        }
        refused(peer, "credentials", "its system_id or password is wrong");
        return null;
    }

    @Override
    public void onUnbound(InetAddress peer, CloseReason reason) {
        if (reason == CloseReason.SESSION_INIT_TIMEOUT) {
            refused(
                    peer,
                    "timeout",
                    "it was not bound within " + options.timeout().toMillis() + " ms");
        }
        problem.accept("a connection from " + peer.getHostAddress() + " was not bound: " + reason);
    }

    private void refused(InetAddress peer, String reason, String why) {
        metrics.outbindRefused(reason);
        Instant now = clock.now();
        if (!now.isBefore(quietUntil)) {
            quietUntil = now.plus(LOG_INTERVAL);
            LOG.warn("link {}: connection from {} closed: {}", link.name(), peer.getHostAddress(), why);
        }
    }

    /// Listens no more, unbinds, waits for the end of the sessions.
    void stop() throws InterruptedException {
        stopped.countDown();
        Thread listening = thread;
        if (listening != null) {
            listening.join();
        }
    }
}
