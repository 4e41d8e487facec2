package io.elchi.server.http;

import io.elchi.server.core.Cidr;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds the address of the client behind trusted proxies.
///
/// Every proxy appends the address that it got the request from, so the header is read from right to left: an
/// entry is believed as far as everything to the right of it was written by a trusted proxy. The first address
/// that is no trusted proxy is the client. What a client wrote itself is further left and is never read.
final class ClientAddress {
    private static final String IPV4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";
    private static final String IPV6 = "[0-9a-fA-F:.]{2,45}";

    private final List<Cidr> proxies;
    private final HttpProperties.ForwardedHeader header;

    ClientAddress(List<String> proxies, HttpProperties.ForwardedHeader header) {
        this.proxies = proxies.stream().map(Cidr::parse).toList();
        this.header = header;
    }

    /// Whether anybody is believed.
    boolean knowsProxies() {
        return !proxies.isEmpty();
    }

    boolean isProxy(InetAddress address) {
        for (Cidr block : proxies) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    String headerName() {
        return header.headerName();
    }

    /// @param peer the other end of the connection
    /// @param values of the header, in the order of the request; not looked at unless the peer is a trusted proxy
    /// @throws RefusedException when a trusted proxy wrote what is no address
    InetAddress of(InetAddress peer, List<String> values) {
        if (!isProxy(peer)) {
            return peer;
        }
        List<String> entries = new ArrayList<>();
        values.forEach(value -> split(value, ',', entries));
        InetAddress client = peer;
        for (String entry : entries.reversed()) {
            client = address(header == HttpProperties.ForwardedHeader.FORWARDED ? parameter(entry) : entry);
            if (!isProxy(client)) {
                break;
            }
        }
        return client;
    }

    /// Splits outside of quoted strings; empty elements of a list mean nothing (RFC 9110, 5.6.1).
    private void split(String text, char separator, List<String> into) {
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? separator : text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && (!quoted || i == text.length())) {
                String element = text.substring(from, i).strip();
                if (!element.isEmpty()) {
                    into.add(element);
                }
                from = i + 1;
            }
        }
        if (quoted) {
            throw malformed();
        }
    }

    /// The value of `for` in one element of RFC 7239: `for="[2001:db8::1]:4711";proto=https`.
    private String parameter(String element) {
        List<String> pairs = new ArrayList<>();
        split(element, ';', pairs);
        String found = null;
        for (String pair : pairs) {
            if (pair.toLowerCase(Locale.ROOT).startsWith("for=")) {
                if (found != null) {
                    throw malformed();
                }
                found = pair.substring("for=".length());
            }
        }
        if (found == null) {
            throw malformed();
        }
        return found.length() >= 2 && found.startsWith("\"") && found.endsWith("\"")
                ? found.substring(1, found.length() - 1)
                : found;
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
    private InetAddress address(String text) {
        boolean bracketed = text.startsWith("[");
        String host = bracketed
                ? text.replaceFirst("^\\[(" + IPV6 + ")](:[0-9]{1,5})?$", "$1")
                : text.replaceFirst("^(" + IPV4 + "):[0-9]{1,5}$", "$1");
        if (!host.matches(bracketed || host.contains(":") ? IPV6 : IPV4) || bracketed && !host.contains(":")) {
            throw malformed();
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private RefusedException malformed() {
        return Refusal.ofField(Failure.MALFORMED_REQUEST, headerName(), "names no address of a client")
                .exception();
    }
}
