package io.elchi.server.http;

import io.elchi.server.core.Refusal;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/// A port of its own for clients that speak another system's protocol: its paths, parameters and errors are not
/// those of the API. Connections, headers, bodies and time have the limits of the public port.
public final class EntrancePort {
    /// In place of an account, while nobody knows who asks: all strangers share what an account may take, and a body
    /// of theirs is small.
    public static final long STRANGER = -2;

    /// Octets of a stranger's body.
    static final int MOST_OF_STRANGER = 65_536;

    private final String address;
    private final Entrance entrance;
    /// Null: the port is closed.
    private final Connector connector;

    /// Answers every request of the port. Called on a virtual thread: it may block.
    public interface Entrance {
        /// @return the path as the code has it, for which the answer is counted; null: there is no such path
        String route(String path);

        FastResponse handle(EntranceRequest request) throws InterruptedException;

        /// How a refusal looks to clients of this path.
        FastResponse refused(String path, Refusal refusal);
    }

    /// A request.
    ///
    /// @param query as it came; null: none
    public record EntranceRequest(String method, String path, String query, FastRequest fast) {}

    /// @param open whether anybody listens
    /// @param port 0 takes a free one
    public EntrancePort(boolean open, String address, int port, Entrance entrance) {
        this.address = address;
        this.entrance = entrance;
        if (!open) {
            connector = null;
            return;
        }
        connector = new Connector(LoadSheddingProtocol.class.getName());
        connector.setPort(port);
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("entrance-"));
    }

    boolean isOpen() {
        return connector != null;
    }

    Connector connector() {
        return connector;
    }

    String address() {
        return address;
    }

    Entrance entrance() {
        return entrance;
    }

    /// The port that it listens on, once the server is started.
    public int port() {
        return connector.getLocalPort();
    }
}
