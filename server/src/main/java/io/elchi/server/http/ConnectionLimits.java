package io.elchi.server.http;

import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the connections of each address. Those of trusted proxies are not counted by address: behind one are
/// many clients.
final class ConnectionLimits {
    private final int most;
    private final ClientAddress addresses;
    private final Metrics.Count refused;
    private final Map<InetAddress, Integer> counts = new ConcurrentHashMap<>();
    private final Map<SocketChannel, InetAddress> owners = new ConcurrentHashMap<>();

    /// @param most connections of one address
    ConnectionLimits(int most, ClientAddress addresses, Metrics.Count refused) {
        this.most = most;
        this.addresses = addresses;
        this.refused = refused;
    }

    /// @return false when the address has as many as it may; then the connection is not counted
    boolean open(SocketChannel connection) throws IOException {
        // null: it is closed already, and the server finds that out by itself.
        if (!(connection.getRemoteAddress() instanceof InetSocketAddress remote)
                || addresses.isProxy(remote.getAddress())) {
            return true;
        }
        InetAddress address = remote.getAddress();
        int count = counts.merge(address, 1, Integer::sum);
        if (count > most) {
            forget(address);
            refused.one();
            return false;
        }
        owners.put(connection, address);
        return true;
    }

    void closed(SocketChannel connection) {
        InetAddress address = owners.remove(connection);
        if (address != null) {
            forget(address);
        }
    }

    private void forget(InetAddress address) {
        counts.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    /// The number of addresses with connections.
    int addresses() {
        return counts.size();
    }
}
