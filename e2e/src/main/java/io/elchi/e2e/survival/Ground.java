package io.elchi.e2e.survival;

import io.elchi.e2e.Clients;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The product, an operator behind a relay, a sink of webhooks and clients: what faults happen to.
final class Ground implements AutoCloseable {
    /// Shorter timers than one would set, so that a fault is over sooner.
    private static final String LINK = """
            {"session": {"response_timer": "2s", "enquire_timer": "3s"}, \
            "refusals": {"throttle_delay": "200ms", "retry_delay": "500ms", "attempts": 100}}""";

    private static final String PROFILE = """
            name: beeline
            port: 0
            system_id: BEELINE
            accounts: [{system_id: elchi, password: secret, max_binds: 64}]
            responses: {latency: {fixed: 5ms}}
            receipts: {latency: {fixed: 300ms}, retry_after: 1s}
            response_timer: 30s
            max_stored: 1000
            """;
    private static final int SESSIONS = 2;
    private static final int WINDOW = 50;
    private static final int ACCOUNTS = 10;
    private static final int FLOODER_RATE = 50;
    /// Of more accounts the history of a long run is too long.
    private static final int WATCHED = 1;

    final Path folder;
    final Disk disk;
    final FakeTime time;
    final Operators operators;
    final Relay relay;
    final Sink sink;
    final Product product;
    final Clients clients;
    final Probe probe;
    final Witness witness;
    /// Of an account that may send little.
    final String flooder;

    /// @param mebibytes of the disk for the data
    /// @param clock whether the wall clock can be set; that costs the server much time, since every look at a
    ///     clock takes a detour
    Ground(Path folder, int mebibytes, boolean clock) throws Exception {
        this.folder = folder;
        disk = new Disk(folder.resolve("disk"), Product.data(folder), mebibytes);
        time = new FakeTime(folder);
        operators = Operators.start(folder, PROFILE);
        relay = new Relay(operators.port());
        sink = new Sink(true);
        product = new Product(
                folder,
                List.of("messages.recheck_after=5s", "webhooks.private_addresses=true"),
                clock ? time.environment() : Map.of());
        product.start();
        List<String> keys;
        String adminKey;
        try (Connection database = product.database()) {
            keys = new ArrayList<>(Seeding.seed(
                    database,
                    Seeding.Plan.of(ACCOUNTS + 2, SESSIONS, WINDOW).link(LINK).webhooks(1, sink.port()),
                    relay.port()));
            flooder = keys.removeLast();
            try (var statement = database.createStatement()) {
                statement.execute("UPDATE accounts.accounts SET rate_per_second = " + FLOODER_RATE
                        + " WHERE id = (SELECT max(id) FROM accounts.accounts)");
            }
            database.commit();
            Seeding.pulls(database, Witness.TYPES);
            adminKey = Seeding.adminKey(database);
        }
        probe = new Probe(product.httpPort(), keys.removeLast());
        clients = new Clients(product.httpPort(), keys, "survival");
        witness = new Witness(
                clients,
                new Witness.Where(List.of(product.httpPort()), product.httpPort(), keys.subList(0, WATCHED), adminKey));
    }

    @Override
    public void close() throws IOException {
        clients.stop();
        witness.close();
        clients.close();
        probe.close();
        try {
            product.close();
        } finally {
            relay.close();
            operators.close();
            sink.close();
            disk.close();
            Product.delete(folder);
        }
    }

    /// The end of what the server said.
    String log() throws IOException {
        String all = Files.readString(folder.resolve("server.log"));
        return all.substring(Math.max(0, all.length() - 4_000));
    }
}
