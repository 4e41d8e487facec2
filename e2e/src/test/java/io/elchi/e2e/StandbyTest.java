package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two servers on one database: one sends, the other waits and takes over. Nothing is lost, and nothing is sent
/// twice but what was in progress.
class StandbyTest {
    private static final int MESSAGES = 3_000;
    private static final int CLIENTS = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    /// Six seconds until the lease runs out, one until the standby looks, and its start.
    private static final Duration TAKEOVER = Duration.ofSeconds(10);
    private static final String PROFILE = """
            name: beeline
            port: 0
            system_id: BEELINE
            accounts: [{system_id: elchi, password: secret, max_binds: 8}]
            responses: {latency: {fixed: 5ms}}
            receipts: {latency: {fixed: 300ms}, retry_after: 1s}
            """;

    private Path folder;
    private Operators operators;
    private Product first;
    private Product second;
    private Clients clients;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("elchi-standby-");
        Path secondFolder = Files.createDirectory(folder.resolve("second"));
        operators = Operators.start(folder, PROFILE);
        first = new Product(folder, List.of("messages.recheck_after=5s"));
        first.start();
        List<String> keys;
        try (Connection database = first.database()) {
            keys = Seeding.seed(database, Seeding.Plan.of(10, 2, 50), operators.port());
        }
        List<String> settings = new java.util.ArrayList<>(first.sharedDatabase());
        settings.add("messages.recheck_after=5s");
        second = new Product(secondFolder, settings);
        second.startStandby();
        clients = new Clients(first.httpPort(), keys, "standby");
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
        second.close();
        first.close();
        operators.close();
        Product.delete(folder);
    }

    @Test
    void theSecondWaitsAndTakesOverWhenTheFirstIsKilled() throws Exception {
        assertThat(second.isReady()).as("the standby is ready").isFalse();
        Thread sending = sendInBackground();
        until(() -> clients.accepted().size() >= MESSAGES / 3);
        assertThat(Totals.of(operators).duplicates()).isZero();

        first.kill();
        long killed = System.nanoTime();
        long inFlight = Totals.of(operators).accepted() - submitted();
        clients.moveTo(second.httpPort());
        until(second::isReady);
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKEOVER);
        sending.join();
        everythingIsRight(inFlight);
        // The first comes back, and is the standby now.
        first.startStandby();
        assertThat(first.isReady()).isFalse();
        assertThat(clients.refusals()).doesNotContainKey("unknown");
    }

    @Test
    void aStopHandsOverAndNothingIsSentTwice() throws Exception {
        // The first brings the PostgreSQL, so the second has to be the one that stops.
        first.kill();
        until(second::isReady);
        first.startStandby();
        clients.moveTo(second.httpPort());
        clients.send(MESSAGES / 3, CLIENTS);

        Thread stopping = Thread.ofVirtual().name("stopping").start(() -> {
            try {
                second.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        until(first::isReady);
        stopping.join();
        clients.moveTo(first.httpPort());
        clients.send(MESSAGES, CLIENTS);
        until(this::isAtRest);
        assertThat(clients.abandoned()).isEmpty();
        assertThat(Totals.of(operators).duplicates()).isZero();
        try (Connection database = first.database()) {
            assertThat(Books.faultsAtRest(database)).isEmpty();
        }
    }

    private Thread sendInBackground() {
        return Thread.ofVirtual().name("sending").start(() -> {
            try {
                clients.send(MESSAGES, CLIENTS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private long submitted() throws Exception {
        try (Connection database = first.database()) {
            return Books.count(database, "SELECT count(*) FROM messages.events WHERE kind IN (1, 2)");
        }
    }

    private void everythingIsRight(long inFlight) throws Exception {
        assertThat(clients.abandoned()).as("not accepted within a minute").isEmpty();
        assertThat(clients.accepted()).hasSize(MESSAGES);
        until(this::isAtRest);
        try (Connection database = first.database()) {
            assertThat(Books.faultsAtRest(database)).isEmpty();
            assertThat(Books.ended(database))
                    .as("accepted")
                    .containsAll(clients.accepted().values());
        }
        assertThat(Totals.of(operators).duplicates()).as("duplicates").isLessThanOrEqualTo(inFlight);
    }

    private boolean isAtRest() {
        try (Connection database = first.database()) {
            return Books.count(database, "SELECT count(*) FROM messages.unfinished") == 0
                    && Totals.of(operators).receiptsOutstanding() == 0;
        } catch (Exception e) {
            return false;
        }
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("timeout").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
