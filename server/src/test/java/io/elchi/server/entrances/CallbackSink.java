package io.elchi.server.entrances;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A client's listener on loopback, whose answers a test decides by path.
final class CallbackSink implements AutoCloseable {
    static final CallbackAnswer ACK = new CallbackAnswer(200, " ACK/Jasmin\n");

    private final HttpServer server;
    private final List<CallbackHit> hits = new CopyOnWriteArrayList<>();
    private final Map<String, CallbackAnswer> answers = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

    /// What it answers.
    record CallbackAnswer(int status, String body) {}

    /// A request as it came.
    ///
    /// @param query not decoded; null: none
    record CallbackHit(String method, String path, String query, String form) {
        Map<String, String> parameters() {
            Map<String, String> all = new LinkedHashMap<>();
            String pairs = method.equals("POST") ? form : query;
            for (String pair : pairs.split("&")) {
                int equals = pair.indexOf('=');
                all.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
            return all;
        }
    }

    CallbackSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        hits.add(new CallbackHit(
                exchange.getRequestMethod(), path, exchange.getRequestURI().getRawQuery(), form));
        CountDownLatch latch = held.get(path);
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        CallbackAnswer answer = answers.getOrDefault(path, ACK);
        if (answer.status >= 300 && answer.status < 400) {
            exchange.getResponseHeaders().add("Location", url("/redirected"));
        }
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    void answer(String path, int status, String body) {
        answers.put(path, new CallbackAnswer(status, body));
    }

    /// Answers to the path wait until the latch is open.
    CountDownLatch hold(String path) {
        return held.computeIfAbsent(path, _ -> new CountDownLatch(1));
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// The same listener under another name.
    String otherHost(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    List<CallbackHit> hits(String path) {
        return hits.stream().filter(hit -> hit.path.equals(path)).toList();
    }

    List<CallbackHit> hits() {
        return List.copyOf(hits);
    }

    @Override
    public void close() {
        held.values().forEach(CountDownLatch::countDown);
        server.stop(0);
    }
}
