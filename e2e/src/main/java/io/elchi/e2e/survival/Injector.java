package io.elchi.e2e.survival;

import io.elchi.e2e.Books;
import io.elchi.e2e.HttpLoad;
import io.elchi.e2e.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Does to a [Ground] what a [Fault] says, and undoes it.
final class Injector {
    private static final int FLOOD_CONNECTIONS = 32;
    private static final int MOST_SKEW_SECONDS = 600;
    private static final long FLOOD_NUMBER = 998_908_000_000L;

    private final Ground ground;
    private final SplittableRandom random;
    private final Duration length;
    private final AtomicLong flooded = new AtomicLong();
    private long possibleDuplicates;

    /// @param length of a fault that lasts
    Injector(Ground ground, SplittableRandom random, Duration length) {
        this.ground = ground;
        this.random = random;
        this.length = length;
    }

    /// The reason why a fault is not possible on this machine.
    Optional<String> missing(Fault fault) {
        return switch (fault) {
            case DISK_FULL -> ground.disk.isOwn() ? Optional.empty() : Optional.of("no right to mount a file system");
            case CLOCK_SET -> ground.time.isThere() ? Optional.empty() : Optional.of("libfaketime is not installed");
            default -> Optional.empty();
        };
    }

    /// Lets it happen; returns when the cause is gone, whatever its consequences do.
    ///
    /// @return how long it was there
    Duration inject(Fault fault) throws Exception {
        long started = System.nanoTime();
        switch (fault) {
            case SERVER_KILLED -> killServer();
            case SERVER_FROZEN -> freeze(Stream.of(ground.product.process().toHandle()));
            case POSTGRES_KILLED -> postmaster().destroyForcibly();
            case POSTGRES_FROZEN ->
                freeze(Stream.concat(Stream.of(postmaster()), postmaster().children()));
            case DISK_FULL -> {
                ground.disk.fill();
                last();
                ground.disk.free();
            }
            case LINK_CUT -> ground.relay.cut();
            case LINK_HALF_OPEN -> {
                ground.relay.halfOpen();
                last();
                ground.relay.sweep();
            }
            case OPERATOR_SILENT -> {
                ground.operators.silence(length);
                last();
            }
            case OPERATOR_THROTTLES -> {
                ground.operators.change("{\"responses\": {\"errors\": {\"ESME_RTHROTTLED\": 1}}}");
                last();
                ground.operators.change("{\"responses\": {\"errors\": {\"ESME_RTHROTTLED\": 0}}}");
            }
            case OPERATOR_LATE -> {
                ground.operators.change("{\"responses\": {\"latency\": {\"fixed\": \"3s\"}}}");
                last();
                ground.operators.change("{\"responses\": {\"latency\": {\"fixed\": \"5ms\"}}}");
            }
            case CLOCK_SET -> {
                ground.time.set(Duration.ofSeconds(random.nextInt(-MOST_SKEW_SECONDS, MOST_SKEW_SECONDS + 1)));
                last();
                ground.time.set(Duration.ZERO);
            }
            case WEBHOOK_DOWN -> {
                ground.sink.down();
                last();
                ground.sink.up();
            }
            case FLOOD -> flood();
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private void last() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
    }

    private void killServer() throws Exception {
        possibleDuplicates += (long) ground.product.metric("elchi_possible_duplicates_total");
        ground.product.kill();
        possibleDuplicates += inFlight();
        ground.product.start();
    }

    /// Parts that the operator accepted and that are not in the books. Only when no server runs.
    private long inFlight() throws Exception {
        try (Connection database = ground.product.database()) {
            long known = Books.count(
                    database, "SELECT count(DISTINCT (message_id, part)) FROM messages.events WHERE kind IN (1, 2)");
            return Math.max(0, Totals.of(ground.operators).distinct() - known);
        }
    }

    /// How many copies there may be: parts that were in progress when the server died, and parts that it sent
    /// again since it got no answer.
    long duplicatesAllowed() throws IOException, InterruptedException {
        return possibleDuplicates + (long) ground.product.metric("elchi_possible_duplicates_total");
    }

    private ProcessHandle postmaster() throws IOException {
        return ProcessHandle.of(ground.product.postmaster()).orElseThrow();
    }

    private void freeze(Stream<ProcessHandle> processes) throws IOException, InterruptedException {
        long[] ids = processes.mapToLong(ProcessHandle::pid).toArray();
        for (long id : ids) {
            signal("STOP", id);
        }
        last();
        for (long id : ids) {
            signal("CONT", id);
        }
    }

    private static void signal(String name, long id) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(id)).start().waitFor();
    }

    private void flood() throws InterruptedException {
        try (HttpLoad load = new HttpLoad(this::flooding, 0)) {
            load.start(ground.product.httpPort(), FLOOD_CONNECTIONS);
            last();
            load.stop();
        }
    }

    private byte[] flooding() {
        long number = flooded.incrementAndGet();
        String body = "{\"to\":\"+" + (FLOOD_NUMBER + number) + "\",\"from\":\"Elchi\",\"class\":\"promotional\","
                + "\"text\":\"Buy " + number + "\"}";
        String request = "POST /v1/sms/send HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ground.flooder
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return request.getBytes(StandardCharsets.US_ASCII);
    }
}
