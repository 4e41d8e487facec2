package io.elchi.bench.messagepath;

import io.elchi.bench.CpuClock;
import io.elchi.e2e.HttpLoad;
import io.elchi.e2e.Metrics;
import io.elchi.e2e.Operators;
import io.elchi.e2e.ProcessCpu;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// `./elchi bench message-path [mode=batch] [rate=500] ...`: starts everything, warms up, measures, prints a
/// report in Markdown and writes it beside one in JSON to `target/message-path`.
public final class MessagePathBench {
    static final String PROFILE = """
            name: beeline
            port: 0
            system_id: BEELINE
            accounts: [{system_id: elchi, password: secret, max_binds: 64}]
            responses: {latency: {fixed: 2ms}}
            receipts: {latency: {fixed: 200ms}, fields: [id, submit_date, done_date, stat, err], date_digits: 12}
            max_stored: 1000
            """;

    private MessagePathBench() {}

    public static void main(String... arguments) throws Exception {
        MessagePathOptions options = MessagePathOptions.parse(arguments);
        Path folder = Files.createTempDirectory("elchi-message-path-");
        try {
            Report report = measure(options, folder);
            System.out.println(report.markdown());
            report.write(Path.of(System.getProperty("elchi.root", "."), "target", "message-path"));
        } finally {
            Product.delete(folder);
        }
    }

    private static Report measure(MessagePathOptions options, Path folder) throws Exception {
        List<String> settings = new ArrayList<>();
        if (options.webhooks()) {
            settings.add("webhooks.private_addresses=true");
        }
        if (options.byToken()) {
            settings.addAll(List.of("oauth.access_token_time=1h", "oauth.failures_per_minute=1000"));
        }
        try (Sink sink = new Sink();
                Operators operators = Operators.start(folder, PROFILE);
                Product product = new Product(folder, settings)) {
            long firstStart = product.start().toMillis();
            List<String> keys;
            try (Connection database = product.database()) {
                Seeding.Plan plan = Seeding.Plan.of(options.accounts(), options.sessions(), options.window())
                        .link("{\"submit\": {\"registered_delivery\": " + (options.receipts() ? 1 : 0) + "}}")
                        .webhooks(options.webhooks() ? options.accounts() : 0, sink.port());
                keys = Seeding.seed(database, plan, operators.port());
            }
            if (options.byToken()) {
                keys = Tokens.of(product);
            }
            awaitLinks(product, options.sessions());
            try (HttpLoad load = new HttpLoad(requests(keys, options), options.rate())) {
                load.start(product.httpPort(), options.connections());
                Thread.sleep(options.warmup() * 1_000L);
                if (options.rows() > 0) {
                    fill(product, options);
                }
                Snapshot before = Snapshot.take(product, operators, sink);
                load.reset();
                Thread.sleep(options.seconds() * 1_000L);
                Snapshot after = Snapshot.take(product, operators, sink);
                var statuses = load.statuses();
                var latencies = load.reset();
                load.stop();
                awaitEnd(product, options);
                Snapshot end = Snapshot.take(product, operators, sink);
                return new Report(options, before, after, end, statuses, latencies, firstStart);
            }
        }
    }

    private static SmsRequests requests(List<String> keys, MessagePathOptions options) {
        return new SmsRequests(
                keys, options.messagesARequest(), options.isBatch(), options.isBatch() ? "transactional" : "otp");
    }

    /// The load goes on meanwhile, and a while afterwards.
    private static void fill(Product product, MessagePathOptions options) throws Exception {
        long started = System.nanoTime();
        new StoreFiller(product, options.rows()).fill();
        System.err.printf(
                "%,d messages put in in %,d s%n", options.rows(), (System.nanoTime() - started) / 1_000_000_000);
        Thread.sleep(options.warmup() * 1_000L / 2);
    }

    static void awaitLinks(Product product, int sessions) throws IOException, InterruptedException {
        while (product.metric("elchi_links_bound") < sessions) {
            Thread.sleep(50);
        }
    }

    /// Waits until every message is final, so that the sums can be compared.
    private static void awaitEnd(Product product, MessagePathOptions options) throws IOException, InterruptedException {
        long end = System.nanoTime() + 120_000_000_000L;
        while (System.nanoTime() < end) {
            double open = options.receipts()
                    ? product.metric("elchi_messages_unfinished")
                    : product.metric("elchi_messages_accepted_total") - product.metric("elchi_parts_submitted_total");
            if (open == 0) {
                return;
            }
            Thread.sleep(100);
        }
    }

    /// Everything that is counted, at one moment.
    record Snapshot(
            long nanos,
            String metrics,
            long serverMicros,
            long postgresMicros,
            long simulatorMicros,
            long loadMicros,
            long walBytes,
            long storedBytes,
            long webhooks,
            long rssMib,
            long mostRssMib) {
        static Snapshot take(Product product, Operators operators, Sink sink)
                throws IOException, InterruptedException, SQLException {
            try (Connection database = product.database()) {
                return new Snapshot(
                        System.nanoTime(),
                        product.metrics(),
                        ProcessCpu.micros(product.pid()),
                        ProcessCpu.microsWithChildren(product.postmaster()),
                        ProcessCpu.micros(operators.pid()),
                        CpuClock.nanos() / 1_000,
                        number(database, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"),
                        number(
                                database,
                                "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c"
                                        + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
                                        + " AND n.nspname IN ('messages', 'billing', 'webhooks')"),
                        sink.taken(),
                        ProcessCpu.mebibytes(product.pid(), "VmRSS"),
                        ProcessCpu.mebibytes(product.pid(), "VmHWM"));
            }
        }

        private static long number(Connection database, String query) throws SQLException {
            try (Statement statement = database.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        }

        double metric(String name) {
            return Metrics.sum(metrics, name);
        }
    }
}
