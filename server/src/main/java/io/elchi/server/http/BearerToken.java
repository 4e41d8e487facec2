package io.elchi.server.http;

/// The token of an `Authorization` header with the scheme Bearer (RFC 6750, 2.1). The name of the scheme is
/// case-insensitive (RFC 9110, 11.1).
public final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /// @param authorization the header's value; null when there is none
    /// @return null when the header has no bearer token
    public static String of(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}
