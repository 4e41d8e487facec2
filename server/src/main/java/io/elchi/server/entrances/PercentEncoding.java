package io.elchi.server.entrances;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Octets in an address or a form (RFC 3986, 2.1): all but unreserved characters are percent-encoded.
final class PercentEncoding {
    private static final String UNRESERVED = "-_.~";
    private static final String DIGITS = "0123456789ABCDEF";
    private static final int LAST_ASCII = 0x7F;

    private PercentEncoding() {}

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String of(byte[] octets) {
        StringBuilder out = new StringBuilder(octets.length + octets.length / 2);
        for (byte each : octets) {
            int octet = each & 0xFF;
            boolean isPlain =
                    octet <= LAST_ASCII && (Character.isLetterOrDigit(octet) || UNRESERVED.indexOf(octet) >= 0);
            if (isPlain) {
                out.append((char) octet);
            } else {
                out.append('%').append(DIGITS.charAt(octet >> 4)).append(DIGITS.charAt(octet & 0xF));
            }
        }
        return out.toString();
    }

    /// `name=value&name=value`; names are plain.
    static String pairs(Map<String, byte[]> values) {
        StringBuilder out = new StringBuilder();
        values.forEach((name, value) ->
                out.append(out.isEmpty() ? "" : "&").append(name).append('=').append(of(value)));
        return out.toString();
    }
}
