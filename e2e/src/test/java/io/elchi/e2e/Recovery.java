package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A simulated operator, and clients that send to a server while the test ends processes. At the end the books are
/// compared.
final class Recovery implements AutoCloseable {
    /// Of each server.
    static final String RECHECK = "messages.recheck_after=5s";

    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String PROFILE = """
            name: beeline
            port: 0
            system_id: BEELINE
            accounts: [{system_id: elchi, password: secret, max_binds: 8}]
            responses: {latency: {fixed: 5ms}}
            receipts: {latency: {fixed: 300ms}, retry_after: 1s}
            """;

    private final int messages;
    private final int connections;
    private final Product product;
    private final Operators operators;
    private final Clients clients;

    /// @param product is started; its database is the one that is compared
    /// @param connections from which clients send at a time
    Recovery(Path folder, Product product, int messages, int connections) throws Exception {
        this.product = product;
        this.messages = messages;
        this.connections = connections;
        operators = Operators.start(folder, PROFILE);
        product.start();
        List<String> keys;
        try (Connection database = product.database()) {
            keys = Seeding.seed(database, Seeding.Plan.of(10, 2, 50), operators.port());
        }
        clients = new Clients(product.httpPort(), keys, "recovery");
    }

    Clients clients() {
        return clients;
    }

    Totals totals() throws IOException, InterruptedException {
        return Totals.of(operators);
    }

    Thread sendInBackground() {
        return Thread.ofVirtual().name("sending").start(() -> {
            try {
                clients.send(messages, connections);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Parts that the operator accepted and the database does not know of.
    long inFlight() throws Exception {
        try (Connection database = product.database()) {
            return totals().accepted()
                    - Books.count(database, "SELECT count(*) FROM messages.events WHERE kind IN (1, 2)");
        }
    }

    /// @param duplicates the maximum that the operator may have got
    void everythingIsRight(long duplicates) throws Exception {
        assertThat(clients.abandoned()).as("not accepted within a minute").isEmpty();
        assertThat(clients.accepted()).hasSize(messages);
        awaitRest();
        try (Connection database = product.database()) {
            assertThat(Books.ended(database))
                    .as("accepted")
                    .containsAll(clients.accepted().values());
        }
        assertThat(totals().receiptsOutstanding())
                .as("receipts without an answer")
                .isZero();
        assertThat(totals().duplicates()).as("duplicates").isLessThanOrEqualTo(duplicates);
    }

    /// Waits until every message is final, and compares the books.
    void awaitRest() throws Exception {
        try {
            until(this::isAtRest);
        } catch (AssertionError e) {
            throw new AssertionError("does not come to rest: " + Books.open(product) + totals(), e);
        }
        try (Connection database = product.database()) {
            assertThat(Books.faultsAtRest(database)).isEmpty();
        }
    }

    private boolean isAtRest() {
        try (Connection database = product.database()) {
            return Books.count(database, "SELECT count(*) FROM messages.unfinished") == 0
                    && totals().receiptsOutstanding() == 0;
        } catch (Exception e) {
            return false;
        }
    }

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("timeout").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        clients.close();
        operators.close();
    }
}
