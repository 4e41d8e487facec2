package io.elchi.server.http;

import java.util.ArrayList;
import java.util.List;

/// An answer of the hot door.
///
/// @param headers beside those that every answer has
/// @param body not to be changed
public record HotAnswer(int status, String contentType, List<Header> headers, byte[] body) {
    public static final String JSON = "application/json";

    /// One header.
    public record Header(String name, String value) {}

    /// The same with one header more.
    HotAnswer with(Header header) {
        List<Header> more = new ArrayList<>(headers);
        more.add(header);
        return new HotAnswer(status, contentType, List.copyOf(more), body);
    }

    public static HotAnswer json(int status, List<Header> headers, byte[] body) {
        return new HotAnswer(status, JSON, headers, body);
    }
}
