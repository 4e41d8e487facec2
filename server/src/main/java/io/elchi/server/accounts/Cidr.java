package io.elchi.server.accounts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A block of addresses, `10.1.0.0/16` or `2001:db8::/32`; an address without a length is that address alone.
public final class Cidr {
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
        if (!address.matches("[0-9a-fA-F:.]{2,45}")) {
            throw new IllegalArgumentException("'" + text + "' is no block of addresses");
        }
        try {
            // A literal: nothing is looked up.
            byte[] network = InetAddress.getByName(address).getAddress();
            int length = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (length < 0 || length > network.length * 8 || !Arrays.equals(network, masked(network, length))) {
                throw new IllegalArgumentException("'" + text + "' is no block of addresses");
            }
            return new Cidr(network, length, text);
        } catch (UnknownHostException | NumberFormatException e) {
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
