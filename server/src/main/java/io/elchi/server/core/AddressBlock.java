package io.elchi.server.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// What an address counts as where strangers have limits: of IPv6 the first 64 bits, since networks are given to
/// customers in blocks of that size.
public final class AddressBlock {
    private static final int NETWORK_OCTETS = 8;

    private AddressBlock() {}

    /// @return of IPv4 the address itself
    public static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] octets = address.getAddress();
        Arrays.fill(octets, NETWORK_OCTETS, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }
}
