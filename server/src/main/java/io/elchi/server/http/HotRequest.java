package io.elchi.server.http;

import java.net.InetAddress;

/// A request at the hot door, read whole.
///
/// @param body never null; not to be changed
public record HotRequest(Headers headers, byte[] body, InetAddress from, String correlationId) {
    /// Looks at the headers.
    @FunctionalInterface
    public interface Headers {
        /// The first value of a header; null when there is none.
        String first(String name);
    }

    /// A header's value; null when there is none.
    public String header(String name) {
        return headers.first(name);
    }
}
