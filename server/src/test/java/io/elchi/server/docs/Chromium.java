package io.elchi.server.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One page of a Chromium without a window, by the DevTools protocol.
final class Chromium implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new java.util.ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();

    /// The browser of the machine; empty: it has none.
    static Optional<Path> installed() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @param profile an empty folder for the browser
    Chromium(Path browser, Path profile) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        browser.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-extensions",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IOException("the browser does not start: " + Files.readString(profile.resolve("output")));
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        HttpClient client = HttpClient.newHttpClient();
        String host = "127.0.0.1:" + Files.readAllLines(port).getFirst();
        String pages = client.send(
                        java.net.http.HttpRequest.newBuilder(URI.create("http://" + host + "/json/list"))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString())
                .body();
        JsonNode page = JsonMapper.shared()
                .readTree(pages)
                .valueStream()
                .filter(each -> each.path("type").asString("").equals("page"))
                .findFirst()
                .orElseThrow();
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.get("webSocketDebuggerUrl").stringValue()), new Listener())
                .join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /// Has the browser do it, and waits for the answer.
    JsonNode ask(String method, Map<String, Object> parameters) throws InterruptedException {
        int id = ids.incrementAndGet();
        socket.sendText(
                        JsonMapper.shared()
                                .writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
                        true)
                .join();
        while (true) {
            JsonNode message = messages.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no answer to " + method);
            }
            if (message.path("id").asInt(0) == id) {
                return message.path("result");
            }
            events.add(message);
        }
    }

    /// The value of an expression in the page.
    JsonNode evaluate(String expression) throws InterruptedException {
        return ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .at("/result/value");
    }

    /// What happened until the last answer, with this name.
    List<JsonNode> events(String method) {
        return events.stream()
                .filter(event -> event.path("method").asString("").equals(method))
                .map(event -> event.get("params"))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
