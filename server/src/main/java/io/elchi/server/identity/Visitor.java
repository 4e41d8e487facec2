package io.elchi.server.identity;

import java.net.InetAddress;
import java.util.HexFormat;

/// Where an attempt to sign in comes from.
///
/// @param userAgent as the browser says it, cut to 200 characters; null: it said none
public record Visitor(InetAddress address, String userAgent) {
    private static final int MOST = 200;
    private static final int IPV6_NETWORK = 6;

    /// The customer's network, about: an address of IPv4, 48 bits of IPv6.
    String network() {
        byte[] octets = address.getAddress();
        return HexFormat.of().formatHex(octets, 0, Math.min(octets.length, IPV6_NETWORK));
    }

    public Visitor {
        userAgent = userAgent == null || userAgent.length() <= MOST ? userAgent : userAgent.substring(0, MOST);
    }
}
