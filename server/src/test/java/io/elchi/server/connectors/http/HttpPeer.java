package io.elchi.server.connectors.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// An operator that takes messages over HTTP, and answers as the test wants.
public final class HttpPeer implements AutoCloseable {
    private final HttpServer server;
    private final List<PeerRequest> requests = new CopyOnWriteArrayList<>();
    private volatile PeerAnswers answers = _ -> new PeerAnswer(202, "0: Accepted for delivery");

    /// A request that arrived.
    public record PeerRequest(String method, String path, Map<String, String> query, String body, HttpExchange call) {
        public String header(String name) {
            return call.getRequestHeaders().getFirst(name);
        }

        /// The body as a form.
        public Map<String, String> form() {
            return fields(body);
        }
    }

    /// @param headers name, value and so on
    public record PeerAnswer(int status, String body, String... headers) {}

    /// Decides about answers.
    public interface PeerAnswers {
        /// @return null: the connection ends without an answer
        PeerAnswer to(PeerRequest request) throws InterruptedException;
    }

    public HttpPeer() throws IOException {
        this(0);
    }

    /// @param port 0: a free one
    public HttpPeer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public void answers(PeerAnswers with) {
        answers = with;
    }

    public List<PeerRequest> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        PeerRequest request = new PeerRequest(
                call.getRequestMethod(),
                call.getRequestURI().getRawPath(),
                fields(call.getRequestURI().getRawQuery()),
                body,
                call);
        requests.add(request);
        PeerAnswer answer;
        try {
            answer = answers.to(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = null;
        }
        if (answer == null) {
            // Ends the connection.
            throw new IOException("no answer");
        }
        for (int i = 0; i < answer.headers.length; i += 2) {
            call.getResponseHeaders().add(answer.headers[i], answer.headers[i + 1]);
        }
        byte[] octets = answer.body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(answer.status, octets.length == 0 ? -1 : octets.length);
        if (octets.length > 0) {
            call.getResponseBody().write(octets);
        }
        call.close();
    }

    static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (encoded != null) {
            for (String each : encoded.split("&")) {
                String[] pair = each.split("=", 2);
                fields.put(pair[0], pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
