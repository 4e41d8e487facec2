package io.elchi.server.identity;

import java.net.InetAddress;

/// Where an attempt to sign in comes from.
///
/// @param userAgent as the browser says it, cut to 200 characters; null: it said none
public record Visitor(InetAddress address, String userAgent) {
    private static final int MOST = 200;

    public Visitor {
        userAgent = userAgent == null || userAgent.length() <= MOST ? userAgent : userAgent.substring(0, MOST);
    }
}
