package io.elchi.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A connection on which a test writes whatever octets it wants.
public final class Wire implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)\r?$");
    private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding: *chunked\\r?$");
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;

    public Wire(URI uri) throws IOException {
        this(new Socket(uri.getHost(), uri.getPort()));
    }

    /// Over a connection that is made, such as one with TLS.
    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /// One answer.
    public record Answer(int status, String head, String body) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        public String code() {
            return json().path("code").asString(null);
        }

        public String header(String name) {
            Matcher matcher = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(head);
            return matcher.find() ? matcher.group(1) : null;
        }
    }

    public Wire write(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// No more is written.
    public Wire end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    public Answer read() throws IOException {
        return read(true);
    }

    /// @param hasBody false for the answer to HEAD
    public Answer read(boolean hasBody) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the connection ended after '" + head + "'");
            }
            head.append((char) octet);
        }
        Matcher length = LENGTH.matcher(head);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (hasBody && length.find()) {
            body.write(in.readNBytes(Integer.parseInt(length.group(1))));
        } else if (hasBody && CHUNKED.matcher(head).find()) {
            for (int size = size(in); size > 0; size = size(in)) {
                body.write(in.readNBytes(size));
                in.readNBytes(2);
            }
            in.readNBytes(2);
        }
        return new Answer(
                Integer.parseInt(head.substring(9, 12)), head.toString(), body.toString(StandardCharsets.UTF_8));
    }

    /// The size of the next chunk.
    private static int size(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    /// Whether the other side closed it; waits for that.
    public boolean ends() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
