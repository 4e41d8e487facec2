package io.elchi.bench.smpp;

/// A client and a server of one SMPP stack, connected over loopback in this process.
interface Stack extends AutoCloseable {
    String name();

    /// Sends so many submit_sm over all sessions, as fast as the window lets, and waits for every response.
    void send(int messages) throws Exception;

    /// submit_sm that the server has answered since it was opened.
    int answered();

    @Override
    void close() throws Exception;

    /// Makes a stack with so many sessions, each with so many requests in progress.
    @FunctionalInterface
    interface Factory {
        Stack open(int window, int sessions) throws Exception;
    }
}
