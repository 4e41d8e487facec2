package io.elchi.server.boot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `elchi logs`: what happens to an account's requests and messages.
@Command(name = "logs", description = "Requests that are refused, and events, of the account whose key is used.")
final class LogsCommands extends Group {
    private static final String REQUESTS = "/v1/requests";
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int LINES = 1_000;
    /// Requests that were shown, or are older than the command.
    private static final int KNOWN = 2_000;

    private static final int PAGE = 200;

    /// Which lines are wanted.
    static final class Lines {
        @Option(names = "--only", paramLabel = "WHAT", description = "requests or events; default: both")
        private String only;

        @Option(names = "--types", paramLabel = "TYPE,...", description = "types of events; default: final states")
        private String types;

        @Option(
                names = "--code",
                paramLabel = "CODE",
                description = "requests refused with this code, such as no_route")
        private String code;

        @Option(names = "--contains", paramLabel = "TEXT", description = "lines whose JSON has this text")
        private String text;

        @Option(names = "--count", paramLabel = "N", description = "end after so many lines; 0: when connected")
        private Long count;

        boolean requests() {
            return !"events".equals(only);
        }

        boolean events() {
            return !"requests".equals(only);
        }
    }

    /// A line, or the reason why there are no more events.
    private record Item(String json, CliException refusal) {}

    @Command(
            name = "tail",
            description = "Prints refused requests and events as they happen, one a line, until Ctrl-C.",
            mixinStandardHelpOptions = true)
    void tail(@Mixin Lines lines) throws InterruptedException {
        if (lines.only != null && !Set.of("requests", "events").contains(lines.only)) {
            throw new CliException("--only is requests or events");
        }
        Client client = client();
        Set<String> known = new LinkedHashSet<>();
        if (lines.requests()) {
            fresh(client, lines, known);
        }
        BlockingQueue<Item> events = new ArrayBlockingQueue<>(LINES);
        Thread reader =
                lines.events() ? follow(client, query("/v1/events/stream", "types", lines.types), events) : null;
        try {
            show(client, lines, known, events);
        } finally {
            if (reader != null) {
                reader.interrupt();
            }
        }
    }

    private void show(Client client, Lines lines, Set<String> known, BlockingQueue<Item> events)
            throws InterruptedException {
        long left = lines.count == null ? Long.MAX_VALUE : lines.count;
        long looked = System.nanoTime();
        while (left > 0) {
            List<String> found = new ArrayList<>();
            Item item = events.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (item != null && item.refusal != null) {
                throw item.refusal;
            }
            if (item != null) {
                found.add(item.json);
            }
            if (lines.requests() && System.nanoTime() - looked >= LOOK.toNanos()) {
                found.addAll(freshNow(client, lines, known));
                looked = System.nanoTime();
            }
            for (String json : found) {
                if (left > 0 && (lines.text == null || json.contains(lines.text))) {
                    print(json);
                    left--;
                }
            }
        }
    }

    /// Opens the stream, so that a refusal is shown at once; a thread reads it.
    private static Thread follow(Client client, String path, BlockingQueue<Item> to) throws InterruptedException {
        try {
            Stream<String> first = client.events(path, null);
            return Thread.ofVirtual().name("logs-read").start(() -> read(client, path, first, to));
        } catch (IOException e) {
            throw new CliException("the server does not answer: " + e.getMessage());
        }
    }

    private static void read(Client client, String path, Stream<String> first, BlockingQueue<Item> to) {
        String[] cursor = {null};
        Stream<String> stream = first;
        try {
            while (true) {
                try (Stream<String> now = stream == null ? client.events(path, cursor[0]) : stream) {
                    readAll(now, cursor, to);
                } catch (IOException | UncheckedIOException ignored) {
                    // The connection is made again.
                } catch (CliException e) {
                    to.put(new Item(null, e));
                    return;
                }
                stream = null;
                TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void readAll(Stream<String> lines, String[] cursor, BlockingQueue<Item> to)
            throws InterruptedException {
        for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
            String line = each.next();
            if (line.startsWith("id: ")) {
                cursor[0] = line.substring(4);
            } else if (line.startsWith("data: ")) {
                to.put(new Item(line.substring(6), null));
            }
        }
    }

    /// As [#fresh]; none when the server is restarting or overloaded: the next question finds them.
    private static List<String> freshNow(Client client, Lines lines, Set<String> known) {
        try {
            return fresh(client, lines, known);
        } catch (CliException e) {
            if (e.isPassing()) {
                return List.of();
            }
            throw e;
        }
    }

    /// Requests that were not seen before, the oldest first.
    private static List<String> fresh(Client client, Lines lines, Set<String> known) {
        List<String> fresh = new ArrayList<>();
        for (JsonNode request :
                client.get(query(REQUESTS, "code", lines.code, "limit", PAGE)).get("items")) {
            String json = request.toString();
            if (known.add(json)) {
                fresh.addFirst(json);
            }
        }
        while (known.size() > KNOWN) {
            known.remove(known.iterator().next());
        }
        return fresh;
    }

    private void print(String json) {
        PrintWriter out = spec().commandLine().getOut();
        out.println(json() ? json : line(JsonMapper.shared().readTree(json)));
        out.flush();
    }

    /// `2026-11-24T10:15:31Z refused no_route to +998901234567 from Bank: ...`
    private static String line(JsonNode item) {
        if (item.has("code")) {
            return item.path("at").asString(Instant.EPOCH.toString()) + " refused "
                    + item.get("code").stringValue() + part(" to ", item, "to") + part(" from ", item, "from")
                    + part(" key ", item, "api_key_id") + part(": ", item, "detail");
        }
        JsonNode data = item.path("data");
        return item.path("timestamp").asString("") + " " + item.path("type").asString("") + part(" ", data, "id")
                + part(" to ", data, "to") + part(" from ", data, "from") + part(" reference ", data, "reference")
                + part(" error ", data, "error_code");
    }

    private static String part(String before, JsonNode item, String field) {
        String text = Output.text(item.path(field));
        return text.isEmpty() ? "" : before + text;
    }
}
