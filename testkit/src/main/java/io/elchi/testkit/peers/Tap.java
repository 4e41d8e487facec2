package io.elchi.testkit.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Stands between a client and a server and keeps what passes: a capture without the right to capture. What is kept is
/// kept before it is passed on, so that an answer never stands before its question.
public final class Tap implements AutoCloseable {
    private static final int READ = 16 * 1024;

    /// Some octets of one connection, in one direction.
    public record Chunk(int connection, boolean fromClient, byte[] octets) {}

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress target;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int firstConnection;

    /// @param firstConnection the number of the first connection
    public Tap(InetSocketAddress target, int firstConnection) throws IOException {
        this.target = target;
        this.firstConnection = firstConnection;
        Thread.ofVirtual().start(this::accept);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        try {
            for (int connection = firstConnection; ; connection++) {
                Socket client = listening.accept();
                Socket server = new Socket(target.getAddress(), target.getPort());
                pass(connection, true, client, server);
                pass(connection, false, server, client);
            }
        } catch (IOException closed) {
            // The test has seen enough.
        }
    }

    private void pass(int connection, boolean fromClient, Socket from, Socket to) {
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[READ];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    add(new Chunk(connection, fromClient, Arrays.copyOf(buffer, count)));
                    out.write(buffer, 0, count);
                }
            } catch (IOException ended) {
                // One side has closed: so does the other.
            }
        });
        synchronized (chunks) {
            threads.add(thread);
        }
        thread.start();
    }

    private void add(Chunk chunk) {
        synchronized (chunks) {
            chunks.add(chunk);
        }
    }

    /// All that passed, once every connection has ended.
    public List<Chunk> chunks() throws InterruptedException {
        List<Thread> passing;
        synchronized (chunks) {
            passing = List.copyOf(threads);
        }
        for (Thread thread : passing) {
            thread.join();
        }
        synchronized (chunks) {
            return List.copyOf(chunks);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
