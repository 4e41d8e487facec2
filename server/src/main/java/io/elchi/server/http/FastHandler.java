package io.elchi.server.http;

/// A handler of one path of the fast path. Called on a virtual thread: it may block.
public interface FastHandler {
    /// The ports that a path may be asked for at.
    enum Port {
        /// The public port.
        PUBLIC,
        /// For those who run the server.
        MANAGEMENT,
        BOTH
    }

    /// GET stands for HEAD, too.
    String method();

    /// The whole path.
    String path();

    default Port port() {
        return Port.PUBLIC;
    }

    /// Reads the body, if there is one to read, when it knows that the caller may ask.
    FastResponse handle(FastRequest request) throws InterruptedException;

    /// The refusal that [#handle] would answer with, if a look at what is in memory finds it; null for any other
    /// request. Called on the thread that all connections share: it must not wait.
    ///
    /// @param coming how many requests were let in before this one and have not come to their handlers yet
    default FastResponse refusal(FastRequest request, int coming) {
        return null;
    }
}
