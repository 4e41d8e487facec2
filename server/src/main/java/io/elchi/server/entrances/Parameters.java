package io.elchi.server.entrances;

import io.elchi.server.core.RefusedException;
import io.elchi.server.http.EntrancePort;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parameters of a request, in their order: those of the query, then those of a form. Of several with one name
/// the first one counts. Names and values are octets, each as one character: their charset depends on other
/// parameters.
///
/// Used by one thread.
final class Parameters {
    /// No protocol has as many: further ones are not looked at.
    private static final int MOST = 100;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int HEX = 16;

    private final Map<String, String> values = new LinkedHashMap<>();

    Parameters() {}

    /// Of the query and the form of a request.
    ///
    /// @throws RefusedException when the form is too large or cannot be read
    static Parameters of(EntranceRequest request) {
        Parameters parameters = new Parameters();
        parameters.add(request.query() == null ? "" : request.query());
        String type = request.fast().header("Content-Type");
        if (request.method().equals("POST") && type != null && type.regionMatches(true, 0, FORM, 0, FORM.length())) {
            parameters.add(new String(body(request), StandardCharsets.ISO_8859_1));
        }
        return parameters;
    }

    /// Before anybody is known.
    ///
    /// @throws RefusedException when it has more than 64 KiB, or strangers take too much memory
    static byte[] body(EntranceRequest request) {
        return request.fast().readBody(EntrancePort.STRANGER);
    }

    private void add(String encoded) {
        int at = 0;
        while (at < encoded.length() && values.size() < MOST) {
            int end = encoded.indexOf('&', at);
            end = end < 0 ? encoded.length() : end;
            int equals = encoded.indexOf('=', at, end);
            boolean isPair = equals >= 0;
            if (end > at) {
                putIfAbsent(
                        decoded(encoded, at, isPair ? equals : end), isPair ? decoded(encoded, equals + 1, end) : "");
            }
            at = end + 1;
        }
    }

    void putIfAbsent(String name, String value) {
        if (values.size() < MOST) {
            values.putIfAbsent(name, value);
        }
    }

    void put(String name, String value) {
        if (values.size() < MOST || values.containsKey(name)) {
            values.put(name, value);
        }
    }

    /// With the same texts.
    Parameters copy() {
        Parameters copy = new Parameters();
        copy.values.putAll(values);
        return copy;
    }

    void upperCase(String name) {
        values.computeIfPresent(name, (_, value) -> value.toUpperCase(Locale.ROOT));
    }

    /// A percent sign without two digits stays.
    private static String decoded(String text, int from, int end) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            int octet = c == '%' && i + 2 < end ? HEX * digit(text.charAt(i + 1)) + digit(text.charAt(i + 2)) : -1;
            if (octet >= 0) {
                octets.write(octet);
                i += 2;
            } else {
                octets.write(c == '+' ? ' ' : c);
            }
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    /// @return so much below zero, when it is none, that the other digit makes no difference
    private static int digit(char c) {
        int digit = c > 0x7F ? -1 : Character.digit(c, HEX);
        return digit < 0 ? -HEX * HEX : digit;
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// Its octets; null when there is none.
    String get(String name) {
        return values.get(name);
    }

    /// Its octets; empty when there is none.
    String octets(String name) {
        return values.getOrDefault(name, "");
    }

    /// Octets as the text that they are in UTF-8; empty when they are none.
    static Optional<String> utf8(String octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// As UTF-8, else as ISO 8859-1.
    static String readable(String octets) {
        return utf8(octets).orElse(octets);
    }
}
