package io.elchi.e2e.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One thing that a hostile client does, over and over, on each of its connections.
///
/// @param name as it is printed
/// @param connections at a time
/// @param client what one connection does
public record Attack(String name, int connections, Client client) {
    /// One connection, from its start to its end.
    @FunctionalInterface
    public interface Client {
        /// @throws IOException when the server ends the connection: another one begins
        void run(Wire wire, Target target) throws IOException, InterruptedException;
    }

    /// The target.
    ///
    /// @param key of a client who is known
    /// @param messageId of one of the client's messages
    public record Target(int port, String key, String messageId) {}

    /// A connection to the server.
    public static final class Wire implements AutoCloseable {
        private static final int CONNECT_MILLIS = 2_000;
        private static final int READ_MILLIS = 30_000;

        private final Socket socket = new Socket();
        private final byte[] buffer = new byte[16_384];

        Wire(int port) throws IOException {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public void write(byte[] octets) throws IOException {
            socket.getOutputStream().write(octets);
        }

        /// Reads what comes next; an answer that is small comes at once.
        ///
        /// @return the status of the answer
        public int answer() throws IOException {
            InputStream in = socket.getInputStream();
            int count = in.read(buffer);
            if (count < 12) {
                throw new IOException("closed");
            }
            return Integer.parseInt(new String(buffer, 9, 3, StandardCharsets.ISO_8859_1));
        }

        /// Writes these octets slowly, until the server ends the connection or the thread is interrupted.
        public void drip(byte[] octets, Duration pause) throws IOException, InterruptedException {
            for (byte octet : octets) {
                socket.getOutputStream().write(octet);
                Thread.sleep(pause);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
