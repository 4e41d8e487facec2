package io.elchi.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A request of HTTP/1.1 (RFC 9112) in the octets that came, read as far as the [LoadShedder] needs. Only requests
/// that are whole, alone and written the usual way are read; of all others it says so, and the server's own parser
/// reads them.
final class MinimalHttpRequest implements FastRequest.Headers {
    private static final int MOST_HEADERS = 32;
    private static final int MOST_DIGITS = 6;
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HOST = name("Host");
    private static final byte[] CONTENT_LENGTH = name("Content-Length");
    private static final byte[] CONNECTION = name("Connection");
    private static final byte[] KEEP_ALIVE = name("keep-alive");
    /// Headers that change how a request is read or answered.
    private static final byte[][] UNUSUAL = {
        name("Transfer-Encoding"), name("Expect"), name("Upgrade"), name("Trailer"), name("TE"), name("HTTP2-Settings")
    };

    private final byte[] octets;
    /// For each header: where its name begins and ends, where its value begins and ends.
    private final int[] places = new int[4 * MOST_HEADERS];

    private int headers;
    private int start;
    private int lineEnd;
    private int bodyStart;
    private int end;

    private MinimalHttpRequest(byte[] octets) {
        this.octets = octets;
    }

    /// @param octets read only here and as long as the request is used
    /// @return null when it is none that is read here
    static MinimalHttpRequest read(byte[] octets, int from, int end) {
        MinimalHttpRequest request = new MinimalHttpRequest(octets);
        return request.readLine(from, end) && request.readHeaders(end) && request.isUsual() ? request : null;
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether this is its method and path, which need no decoding.
    boolean is(byte[] methodAndPath) {
        return Arrays.equals(octets, start, lineEnd, methodAndPath, 0, methodAndPath.length);
    }

    private boolean readLine(int from, int to) {
        start = from;
        end = to;
        int newLine = indexOf((byte) '\n', from, to);
        lineEnd = newLine + 1 - VERSION.length;
        return newLine >= 0
                && lineEnd > from
                && Arrays.equals(octets, lineEnd, newLine + 1, VERSION, 0, VERSION.length);
    }

    private boolean readHeaders(int to) {
        int at = lineEnd + VERSION.length;
        while (at + 1 < to && octets[at] != '\r') {
            at = readHeader(at, to);
            if (at < 0) {
                return false;
            }
        }
        bodyStart = at + 2;
        return bodyStart <= to && octets[at + 1] == '\n';
    }

    /// @return where the next line begins; negative when this one is none that is read here
    private int readHeader(int from, int to) {
        int nameEnd = from;
        while (nameEnd < to && isOfName(octets[nameEnd])) {
            nameEnd++;
        }
        if (nameEnd == from || nameEnd == to || octets[nameEnd] != ':' || headers == MOST_HEADERS) {
            return -1;
        }
        int at = nameEnd + 1;
        while (at < to && octets[at] == ' ') {
            at++;
        }
        int valueStart = at;
        while (at < to && octets[at] >= ' ' && octets[at] < 0x7F) {
            at++;
        }
        if (at + 1 >= to || octets[at] != '\r' || octets[at + 1] != '\n') {
            return -1;
        }
        int valueEnd = at;
        while (valueEnd > valueStart && octets[valueEnd - 1] == ' ') {
            valueEnd--;
        }
        int place = 4 * headers++;
        places[place] = from;
        places[place + 1] = nameEnd;
        places[place + 2] = valueStart;
        places[place + 3] = valueEnd;
        return at + 2;
    }

    private static boolean isOfName(byte octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || octet == '-';
    }

    private boolean isUsual() {
        for (byte[] unusual : UNUSUAL) {
            if (find(unusual, 0) >= 0) {
                return false;
            }
        }
        int connection = find(CONNECTION, 0);
        boolean kept = connection < 0
                || find(CONNECTION, connection + 1) < 0
                        && same(places[4 * connection + 2], places[4 * connection + 3], KEEP_ALIVE);
        return kept && isOnce(HOST) && isOnce(CONTENT_LENGTH) && bodyStart + contentLength() == end;
    }

    private boolean isOnce(byte[] name) {
        int first = find(name, 0);
        return first >= 0 && find(name, first + 1) < 0 && places[4 * first + 2] < places[4 * first + 3];
    }

    /// Larger than any body here when it is no short decimal number.
    private int contentLength() {
        int header = find(CONTENT_LENGTH, 0);
        int from = places[4 * header + 2];
        int to = places[4 * header + 3];
        if (to - from > MOST_DIGITS) {
            return octets.length;
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            if (octets[i] < '0' || octets[i] > '9') {
                return octets.length;
            }
            length = 10 * length + octets[i] - '0';
        }
        return length;
    }

    /// @return the header's place; negative when there is none from this place on
    private int find(byte[] name, int from) {
        for (int i = from; i < headers; i++) {
            if (same(places[4 * i], places[4 * i + 1], name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean same(int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (small(octets[from + i]) != small(text[i])) {
                return false;
            }
        }
        return true;
    }

    private static int small(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    private int indexOf(byte octet, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == octet) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String first(String name) {
        int header = find(name(name), 0);
        if (header < 0) {
            return null;
        }
        int from = places[4 * header + 2];
        return new String(octets, from, places[4 * header + 3] - from, StandardCharsets.US_ASCII);
    }

    /// The values of all headers of a name, in order.
    List<String> all(String name) {
        List<String> values = new ArrayList<>();
        byte[] wanted = name(name);
        for (int header = find(wanted, 0); header >= 0; header = find(wanted, header + 1)) {
            int from = places[4 * header + 2];
            values.add(new String(octets, from, places[4 * header + 3] - from, StandardCharsets.US_ASCII));
        }
        return values;
    }

    int bodyLength() {
        return end - bodyStart;
    }

    /// A copy.
    byte[] body() {
        return Arrays.copyOfRange(octets, bodyStart, end);
    }
}
