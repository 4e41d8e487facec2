package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// kill -9 in the middle of 5,000 messages: none is lost, the money is exact, and the operator gets no more
/// duplicates than there were parts in progress.
class KillTest {
    private static final int MESSAGES = 5_000;
    private static final int KILL_AT = 2_000;
    private static final int CLIENTS = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
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
    private Product product;
    private Clients clients;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("elchi-kill-");
        operators = Operators.start(folder, PROFILE);
        product = new Product(folder, List.of("messages.recheck_after=5s"));
        product.start();
        List<String> keys;
        try (Connection database = product.database()) {
            keys = Seeding.seed(database, Seeding.Plan.of(10, 2, 50), operators.port());
        }
        clients = new Clients(product.httpPort(), keys, "kill");
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
        product.close();
        operators.close();
        Product.delete(folder);
    }

    @Test
    void ofTheServer() throws Exception {
        Thread sending = sendInBackground();
        until(() -> clients.accepted().size() >= KILL_AT);
        product.kill();
        long inFlight = Totals.of(operators).accepted() - submitted();
        product.start();
        sending.join();
        everythingIsRight(inFlight);
    }

    @Test
    void ofPostgres() throws Exception {
        Thread sending = sendInBackground();
        until(() -> clients.accepted().size() >= KILL_AT);
        ProcessHandle.of(product.postmaster()).orElseThrow().destroyForcibly();
        sending.join();
        // The server did not die: it knows what it has sent.
        everythingIsRight(0);
        assertThat(product.process().isAlive()).isTrue();
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
        try (Connection database = product.database()) {
            return Books.count(database, "SELECT count(*) FROM messages.events WHERE kind IN (1, 2)");
        }
    }

    private void everythingIsRight(long inFlight) throws Exception {
        assertThat(clients.abandoned()).as("not accepted within a minute").isEmpty();
        assertThat(clients.accepted()).hasSize(MESSAGES);
        try {
            until(this::isAtRest);
        } catch (AssertionError e) {
            throw new AssertionError("does not come to rest: " + Books.open(product) + Totals.of(operators), e);
        }
        try (Connection database = product.database()) {
            assertThat(Books.faultsAtRest(database)).isEmpty();
            assertThat(Books.ended(database))
                    .as("accepted")
                    .containsAll(clients.accepted().values());
        }
        Totals totals = Totals.of(operators);
        assertThat(totals.receiptsOutstanding())
                .as("receipts without an answer")
                .isZero();
        assertThat(totals.duplicates()).as("duplicates").isLessThanOrEqualTo(inFlight);
    }

    private boolean isAtRest() {
        try (Connection database = product.database()) {
            return Books.count(database, "SELECT count(*) FROM messages.unfinished") == 0
                    && Totals.of(operators).receiptsOutstanding() == 0;
        } catch (Exception e) {
            return false;
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("timeout").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
