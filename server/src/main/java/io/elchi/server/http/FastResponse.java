package io.elchi.server.http;

import java.util.ArrayList;
import java.util.List;

/// An answer of the fast path.
///
/// @param headers beside those that every answer has
/// @param body not to be changed
public record FastResponse(int status, String contentType, List<Header> headers, byte[] body) {
    public static final String JSON = "application/json";

    /// One header.
    public record Header(String name, String value) {}

    /// The same with one header more.
    FastResponse with(Header header) {
        List<Header> more = new ArrayList<>(headers);
        more.add(header);
        return new FastResponse(status, contentType, List.copyOf(more), body);
    }

    public static FastResponse json(int status, List<Header> headers, byte[] body) {
        return new FastResponse(status, JSON, headers, body);
    }
}
