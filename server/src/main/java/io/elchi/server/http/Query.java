package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// The query of a request: `a=1&b=2`, percent-encoded UTF-8.
final class Query {
    private static final int HEX = 16;

    private Query() {}

    /// The names of its parameters, decoded, in order; values are checked, too.
    ///
    /// @param query null: none
    /// @throws RefusedException when it is not what a query is
    static List<String> names(String query) {
        List<String> names = new ArrayList<>();
        read(query, (name, _) -> names.add(name));
        return names;
    }

    /// Its parameters, decoded, in order.
    ///
    /// @param query null: none
    /// @throws RefusedException when it is not what a query is
    static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        read(
                query,
                (name, value) ->
                        parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        return parameters;
    }

    private static void read(String query, BiConsumer<String, String> into) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&")) {
            int end = pair.indexOf('=');
            String name = decoded(end < 0 ? pair : pair.substring(0, end));
            String value = decoded(end < 0 ? "" : pair.substring(end + 1));
            if (pair.isEmpty()) {
                continue;
            }
            if (name.isEmpty()) {
                throw Refusal.of(Failure.MALFORMED_REQUEST, "a query parameter has no name")
                        .exception();
            }
            into.accept(name, value);
        }
    }

    /// @throws RefusedException when there is a parameter that the path does not have, or one more than once
    static void check(String query, Set<String> known) {
        List<String> seen = new ArrayList<>();
        for (String name : names(query)) {
            if (!known.contains(name)) {
                throw Refusal.ofField(
                                Failure.UNKNOWN_PARAMETER,
                                name,
                                known.isEmpty()
                                        ? "there are none here"
                                        : "there are "
                                                + String.join(
                                                        ", ",
                                                        known.stream().sorted().toList()))
                        .exception();
            }
            if (seen.contains(name)) {
                throw Refusal.ofField(Failure.INVALID_FIELD, name, "is there more than once")
                        .exception();
            }
            seen.add(name);
        }
    }

    private static String decoded(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets.write(HEX * digit(text, i + 1) + digit(text, i + 2));
                i += 2;
            } else {
                octets.write(c == '+' ? ' ' : c);
            }
        }
        // No text of PostgreSQL holds it, and no parameter means anything by it.
        if (text.contains("%00")) {
            throw malformed();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static int digit(String text, int at) {
        int digit = at < text.length() ? Character.digit(text.charAt(at), HEX) : -1;
        if (digit < 0 || text.charAt(at) > 0x7F) {
            throw malformed();
        }
        return digit;
    }

    private static RefusedException malformed() {
        return Refusal.of(Failure.MALFORMED_REQUEST, "the query is not percent-encoded UTF-8, or has U+0000")
                .exception();
    }
}
