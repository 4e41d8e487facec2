package io.elchi.server.http;

import java.net.InetAddress;

/// A request on the fast path, with its headers read and its body unread.
///
/// @param certificate of its connection, which may stand for a key; null: there is none
public record FastRequest(
        Headers headers, Body body, InetAddress from, ClientCertificate certificate, String correlationId) {
    /// Looks at the headers.
    @FunctionalInterface
    public interface Headers {
        /// The first value of a header; null when there is none.
        String first(String name);
    }

    /// Reads the body.
    @FunctionalInterface
    public interface Body {
        /// See [FastRequest#readBody].
        byte[] read(long accountId);
    }

    /// A header's value; null when there is none.
    public String header(String name) {
        return headers.first(name);
    }

    /// Reads the whole body; to be called once, by a handler that knows who asks.
    ///
    /// @param accountId the account of the caller, whose share of the memory for bodies is used
    /// @return never null; not to be changed
    /// @throws io.elchi.server.core.RefusedException when it is too large, broken, too slow, or there is no memory
    public byte[] readBody(long accountId) {
        return body.read(accountId);
    }
}
