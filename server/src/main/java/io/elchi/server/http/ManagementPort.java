package io.elchi.server.http;

import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;

/// The port for metrics and health. Its few threads and connections are its own: it answers when the public port
/// has no connection left.
public final class ManagementPort {
    private static final int CONNECTIONS = 64;
    private static final int THREADS = 4;

    private final Connector connector = new Connector(LoadSheddingProtocol.class.getName());

    ManagementPort(HttpProperties properties, InetAddress address) {
        connector.setPort(properties.managementPort());
        LoadSheddingProtocol protocol = (LoadSheddingProtocol) connector.getProtocolHandler();
        protocol.setAddress(address);
        protocol.setMaxConnections(CONNECTIONS);
        protocol.setMaxThreads(THREADS);
        protocol.setMinSpareThreads(1);
    }

    Connector connector() {
        return connector;
    }

    ConnectionLimits limits(ClientAddress addresses, Metrics metrics) {
        return new ConnectionLimits(CONNECTIONS, addresses, metrics.count(Metric.HTTP_CONNECTIONS_REFUSED));
    }

    /// The port that it listens on, once the server is started.
    public int port() {
        return connector.getLocalPort();
    }
}
