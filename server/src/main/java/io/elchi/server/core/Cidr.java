package io.elchi.server.core;

import java.net.InetAddress;
import java.util.Arrays;

/// A block of addresses, `10.1.0.0/16` or `2001:db8::/32`; an address without a length is that address alone.
public final class Cidr {
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";

    private final byte[] network;
    private final int length;
    private final String text;

    private Cidr(byte[] network, int length, String text) {
        this.network = network;
        this.length = length;
        this.text = text;
    }

    /// @throws IllegalArgumentException if it is no block, or has bits set behind its length
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        // Java would read 10.1.2 as 10.1.0.2, and 010.0.0.0 as ten or as eight.
        if (!address.matches(address.contains(":") ? "[0-9a-fA-F:.]{2,45}" : OCTET + "(\\." + OCTET + "){3}")) {
            throw new IllegalArgumentException("'" + text + "' is no block of addresses");
        }
        try {
            byte[] network = InetAddress.ofLiteral(address).getAddress();
            int length = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (length < 0 || length > network.length * 8 || !Arrays.equals(network, masked(network, length))) {
                throw new IllegalArgumentException("a length that cannot be, or bits behind it");
            }
            return new Cidr(network, length, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no block of addresses", e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == network.length && Arrays.equals(masked(octets, length), network);
    }

    private static byte[] masked(byte[] octets, int length) {
        byte[] masked = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            int bits = Math.clamp(length - 8L * i, 0, 8);
            masked[i] = (byte) (octets[i] & (0xFF << 8 - bits));
        }
        return masked;
    }

    @Override
    public String toString() {
        return text;
    }
}
