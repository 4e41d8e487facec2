package io.elchi.server.boot.cli;

import io.elchi.server.core.Secret;
import io.elchi.server.webhooks.Signature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `elchi listen --forward-to URL`: the developer's machine connects to the server, so that it needs no address
/// that the server can reach.
@Command(
        name = "listen",
        description = "Posts the account's events to a URL of yours, signed like webhooks, one line an event, until"
                + " Ctrl-C. The connection goes from here to the server. Nothing is tried again.",
        mixinStandardHelpOptions = true)
final class ListenCommand implements Callable<Integer> {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    /// The server writes at least every 15 seconds.
    private static final long SILENCE_SECONDS = 45;

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int LINES = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Option(names = "--forward-to", paramLabel = "URL", required = true, description = "such as http://localhost:3000/")
    private URI target;

    @Option(
            names = "--types",
            paramLabel = "TYPE,...",
            description = "types of events; default: the final states of messages")
    private String types;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "whsec_..., to sign with; default: a new one, which is printed")
    private String secret;

    @Option(names = "--count", paramLabel = "N", description = "end after so many events; 0: when connected")
    private Long count;

    private PrintWriter out;
    private HttpClient http;
    private List<Secret> secrets;
    private String cursor;
    private long forwarded;
    private boolean connected;
    private Duration delay = FIRST_DELAY;

    @Override
    public Integer call() throws InterruptedException {
        out = spec.commandLine().getOut();
        secrets = List.of(secret());
        http = Client.http(target.toString());
        Client client = access.client();
        String path = Group.query("/v1/stream", "types", types);
        while (true) {
            try (Stream<String> lines = client.events(path, cursor)) {
                greet();
                if (isDone() || follow(lines)) {
                    return 0;
                }
                say("the stream ended");
            } catch (IOException e) {
                if (!connected) {
                    throw new CliException("the server does not answer: " + e.getMessage());
                }
                say("no connection: " + e.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(delay.toMillis());
            Duration doubled = delay.multipliedBy(2);
            delay = doubled.compareTo(LONGEST_DELAY) < 0 ? doubled : LONGEST_DELAY;
        }
    }

    private Secret secret() {
        if (target.getHost() == null || !List.of("http", "https").contains(String.valueOf(target.getScheme()))) {
            throw new CliException("--forward-to must be an address of http or https");
        }
        if (secret == null) {
            return Signature.newSecret();
        }
        if (!secret.matches("whsec_[A-Za-z0-9+/]{22,}={0,2}")) {
            throw new CliException("--secret must be whsec_ and Base64");
        }
        return new Secret(secret);
    }

    private void greet() {
        if (!connected) {
            say("events are posted to " + target
                    + (secret == null ? ", signed with " + secrets.getFirst().reveal() : ""));
        } else {
            say("connected again");
        }
        connected = true;
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }

    private boolean isDone() {
        return count != null && forwarded >= count;
    }

    /// Forwards the events of a stream. A thread reads, so that a connection that is silent for too long is
    /// noticed.
    ///
    /// @return whether that were all that are wanted; else the stream ended
    private boolean follow(Stream<String> lines) throws InterruptedException {
        BlockingQueue<Optional<String>> read = new ArrayBlockingQueue<>(LINES);
        Thread reader = Thread.ofVirtual().name("listen-read").start(() -> read(lines, read));
        try {
            String id = null;
            Optional<String> next = read.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
            while (next != null && next.isPresent()) {
                String line = next.get();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    forward(line.substring(6));
                } else if (line.isEmpty() && id != null) {
                    cursor = id;
                    delay = FIRST_DELAY;
                    if (isDone()) {
                        return true;
                    }
                }
                next = read.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
            }
            return false;
        } finally {
            reader.interrupt();
        }
    }

    /// @param to gets the lines, and at their end an empty one
    private static void read(Stream<String> lines, BlockingQueue<Optional<String>> to) {
        try {
            try {
                for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                    to.put(Optional.of(each.next()));
                }
            } catch (UncheckedIOException ignored) {
                // The connection is lost: it is made again.
            }
            to.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(String json) throws InterruptedException {
        JsonNode event = JsonMapper.shared().readTree(json);
        String id = event.path("id").asString("");
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        long timestamp = Instant.now().getEpochSecond();
        long started = System.nanoTime();
        String result;
        try {
            HttpRequest request = HttpRequest.newBuilder(target)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .header("webhook-id", id)
                    .header("webhook-timestamp", Long.toString(timestamp))
                    .header("webhook-signature", Signature.of(secrets, id, timestamp, body))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            result = "HTTP " + response.statusCode();
        } catch (IOException e) {
            result = e.toString();
        }
        forwarded++;
        say(
                access.json()
                        ? json
                        : event.path("timestamp").asString("") + " "
                                + event.path("type").asString("") + " " + id + " -> " + result + " in "
                                + (System.nanoTime() - started) / 1_000_000 + " ms");
    }
}
