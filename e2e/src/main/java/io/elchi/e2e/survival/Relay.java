package io.elchi.e2e.survival;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Carries octets between the server and its operator, and lets connections break in ways that a process cannot do to
/// itself.
public final class Relay implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listening;
    private final int target;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();

    /// One connection and its continuation.
    private final class Pair {
        private final Socket near;
        private final Socket far;
        private volatile boolean dead;

        Pair(Socket near) throws IOException {
            this.near = near;
            far = new Socket(InetAddress.getLoopbackAddress(), target);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        }

        void run() {
            Thread.ofVirtual().name("relay-out").start(() -> pump(near, far));
            Thread.ofVirtual().name("relay-in").start(() -> pump(far, near));
        }

        private void pump(Socket from, Socket to) {
            byte[] octets = new byte[BUFFER];
            try {
                for (int read = from.getInputStream().read(octets);
                        read >= 0;
                        read = from.getInputStream().read(octets)) {
                    if (!dead) {
                        to.getOutputStream().write(octets, 0, read);
                    }
                }
            } catch (IOException ignored) {
                // One end is gone: so is the other, unless this is what the fault hides.
            }
            if (!dead) {
                reset();
            }
        }

        /// Closes both ends with RST.
        void reset() {
            pairs.remove(this);
            reset(near);
            reset(far);
        }

        private static void reset(Socket socket) {
            try (Closeable _ = socket) {
                socket.setSoLinger(true, 0);
            } catch (IOException ignored) {
                // It is closed already.
            }
        }
    }

    /// @param target a port on loopback
    public Relay(int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("relay-accept").start(this::accept);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                Pair pair;
                try {
                    pair = new Pair(near);
                } catch (IOException ignored) {
                    near.close();
                    continue;
                }
                pairs.add(pair);
                pair.run();
            } catch (IOException ignored) {
                // It is closed, or a connection was gone before it was accepted.
            }
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// Ends every connection, as when a cable is pulled and the peer notices.
    public void cut() {
        pairs.forEach(Pair::reset);
    }

    /// Every connection stands and carries nothing any more, as when a firewall forgets it; new ones are well.
    public void halfOpen() {
        pairs.forEach(pair -> pair.dead = true);
    }

    /// Ends the connections that [#halfOpen] left standing.
    public void sweep() {
        pairs.stream().filter(pair -> pair.dead).forEach(Pair::reset);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
