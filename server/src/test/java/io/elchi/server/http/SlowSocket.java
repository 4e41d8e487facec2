package io.elchi.server.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/// A socket that can write one octet at a time, with a pause after each: below TLS, so that records arrive in
/// pieces.
final class SlowSocket extends Socket {
    private static final long PAUSE_NANOS = 20_000_000;

    private volatile boolean slow;

    SlowSocket(String host, int port) throws IOException {
        super(host, port);
    }

    void slow() {
        slow = true;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] octets, int from, int length) throws IOException {
                if (!slow) {
                    out.write(octets, from, length);
                    return;
                }
                for (int i = from; i < from + length; i++) {
                    out.write(octets[i]);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        };
    }
}
