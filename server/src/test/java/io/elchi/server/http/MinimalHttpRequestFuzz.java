package io.elchi.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Any octets are left to the server, or are a request whose parts a reader with less to do finds at the same
/// places.
public final class MinimalHttpRequestFuzz {
    private MinimalHttpRequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        MinimalHttpRequest request = MinimalHttpRequest.read(input, 0, input.length);
        if (request == null) {
            return;
        }
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = Arrays.asList(text.substring(0, end).split("\r\n", -1));
        String first = lines.getFirst();
        same(request.is(octets(first.substring(0, first.length() - " HTTP/1.1".length()))), true);
        for (String line : lines.subList(1, lines.size())) {
            String name = line.substring(0, line.indexOf(':'));
            same(request.first(name), value(lines, name));
        }
        same(value(lines, "Transfer-Encoding"), null);
        same(Integer.parseInt(value(lines, "Content-Length")), request.body().length);
        same(text.substring(end + 4), new String(request.body(), StandardCharsets.ISO_8859_1));
    }

    /// Of the first header of this name.
    private static String value(List<String> lines, String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse(null);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void same(Object one, Object other) {
        if (!Objects.equals(one, other)) {
            throw new AssertionError(one + " is not " + other);
        }
    }
}
