package io.elchi.server.smppserver;

import io.elchi.server.observe.Metrics;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ports to which clients bind: a plain one, and one for TLS when a certificate is configured.
public final class ClientServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientServer.class);
    private static final Duration FAILED_BIND_DELAY = Duration.ofSeconds(1);
    private static final Duration FAILED_BIND_WINDOW = Duration.ofMinutes(1);
    /// For the bind to come, and for its decision, which many binds at once wait for.
    private static final Duration BIND_WITHIN = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    /// A session's requests that may be unanswered; a login's window is smaller or the same.
    private static final int MOST_IN_PROGRESS = 1_000;
    /// deliver_sm of a session without an answer.
    private static final int DELIVERY_WINDOW = 50;

    private final SmppServerProperties properties;
    private final BindCheck.Parts parts;
    private final Metrics metrics;
    private volatile SmppServer plain;
    private volatile SmppServer encrypted;

    ClientServer(SmppServerProperties properties, BindCheck.Parts parts, Metrics metrics) {
        this.properties = properties;
        this.parts = parts;
        this.metrics = metrics;
    }

    /// Whether clients may bind here.
    public boolean isEnabled() {
        return properties.enabled();
    }

    /// Listens from now on.
    ///
    /// @throws IllegalArgumentException when a port is not free, or the certificate cannot be used
    public void start() {
        if (!isEnabled()) {
            return;
        }
        parts.deliveries().start();
        try {
            plain = listen(properties.port(), null);
            if (!properties.tlsCertificate().isEmpty()) {
                encrypted = listen(
                        properties.tlsPort(),
                        Tls.serverAsking(Path.of(properties.tlsCertificate()), Path.of(properties.tlsKey())));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("smpp_server: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SmppServer listen(int port, Tls tls) throws IOException, InterruptedException {
        SessionConfig session = SessionConfig.DEFAULTS
                .but()
                .version(InterfaceVersion.V5_0)
                .window(DELIVERY_WINDOW)
                .maxInProgress(MOST_IN_PROGRESS)
                .responseTimer(properties.responseTimeout())
                .sessionInitTimer(BIND_WITHIN)
                .enquireLinkTimer(properties.enquireLink())
                .build();
        ServerConfig config = new ServerConfig(
                new InetSocketAddress(InetAddress.getByName(properties.address()), port),
                properties.systemId(),
                session,
                tls,
                properties.eventLoops() == 0 ? Runtime.getRuntime().availableProcessors() : properties.eventLoops(),
                properties.maxConnections(),
                properties.maxConnections(),
                FAILED_BIND_DELAY,
                properties.maxFailedBinds(),
                FAILED_BIND_WINDOW);
        SmppServer server = SmppServer.start(config, new BindCheck(parts, tls != null, metrics));
        LOG.info("SMPP{} on {}", tls == null ? "" : " with TLS", server.address());
        return server;
    }

    /// The plain port; 0 when it does not listen.
    public int port() {
        return plain == null ? 0 : plain.address().getPort();
    }

    /// The port for TLS; 0 when it does not listen.
    public int tlsPort() {
        return encrypted == null ? 0 : encrypted.address().getPort();
    }

    /// Whether what it needs is alive.
    public boolean isAlive() {
        return parts.deliveries().isAlive();
    }

    /// Takes no more binds, answers what was submitted, unbinds, and stores how far receipts are.
    @Override
    public void close() {
        try {
            for (SmppServer server : new SmppServer[] {plain, encrypted}) {
                if (server != null) {
                    server.close(DRAIN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.deliveries().close();
    }
}
