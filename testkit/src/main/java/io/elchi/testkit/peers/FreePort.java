package io.elchi.testkit.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A TCP port on loopback that nobody listens on.
///
/// It is below the range from which systems give ports to connections (Linux: from 32,768): a connection of another
/// test cannot get it before it is used.
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int AFTER_LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    public static int find() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // It is taken: another one.
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
