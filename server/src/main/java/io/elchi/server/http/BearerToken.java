package io.elchi.server.http;

/// The token of an `Authorization` header with the scheme Bearer (RFC 6750, 2.1). The name of the scheme is
/// case-insensitive (RFC 9110, 11.1).
public final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /// @param authorization the header's value; null when there is none
    /// @return null when there is no header, empty when it has no bearer token: only in a request without the
    ///     header another proof may count
    public static String of(String authorization) {
        if (authorization == null) {
            return null;
        }
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : "";
    }
}
