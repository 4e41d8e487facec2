package io.elchi.server.http;

import java.util.List;

/// An answer of the hot door.
///
/// @param headers beside those that every answer has
/// @param body not to be changed
public record HotAnswer(int status, String contentType, List<Header> headers, byte[] body) {
    public static final String JSON = "application/json";

    /// One header.
    public record Header(String name, String value) {}

    public static HotAnswer json(int status, List<Header> headers, byte[] body) {
        return new HotAnswer(status, JSON, headers, body);
    }
}
