package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.HttpLoad;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.Sink;
import io.elchi.e2e.survival.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// `./elchi bench overload [factor=3] [seconds=60] [warmup=60]`: measures the maximum rate of promotional traffic,
/// then offers a multiple of it, without regard to the answers. At the same time a bank sends one OTP after
/// another. Before the flood and at once after it half of the maximum is offered: how soon it is answered as
/// before.
public final class OverloadBench {
    private static final int ACCOUNTS = 50;
    /// As many as advertising may have in the line and in commits without a refusal, or a little fewer.
    private static final int CONNECTIONS = 192;
    private static final int OFFERING_CONNECTIONS = 1_024;
    private static final int WINDOW_SECONDS = 5;
    private static final int USUAL_WINDOWS = 4;
    private static final int RECOVERY_WINDOWS = 8;
    private static final int SESSIONS = 2;
    private static final int WINDOW = 100;
    private static final double MILLI = 1e6;

    private final int factor;
    private final int seconds;
    private final int warmup;

    private OverloadBench(Options options) {
        factor = options.number("factor");
        seconds = options.number("seconds");
        warmup = options.number("warmup");
    }

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(Map.of("factor", "3", "seconds", "60", "warmup", "60"), arguments);
        Path folder = Files.createTempDirectory("elchi-overload-");
        try {
            new OverloadBench(options).run(folder);
        } finally {
            Product.delete(folder);
        }
    }

    private void run(Path folder) throws Exception {
        try (Sink sink = new Sink();
                Operators operators = Operators.start(folder, MessagePathBench.PROFILE);
                Product product = new Product(folder, List.of("http.max_connections_per_address=4096"))) {
            product.start();
            List<String> keys;
            try (Connection database = product.database()) {
                keys = new ArrayList<>(
                        Seeding.seed(database, Seeding.Plan.of(ACCOUNTS + 1, SESSIONS, WINDOW), operators.port()));
            }
            try (Probe probe = new Probe(product.httpPort(), keys.removeLast())) {
                probe.awaitDelivery();
                Thread otps = Thread.ofVirtual().start(() -> probe(probe));
                System.out.println("| offered | accepted/s | final/s | answers | accept ms p50 / p99"
                        + " | refusal ms p50 / p99 | OTPs: accepted to sent, to delivered ms p50 / p99 | RSS MiB, most"
                        + " | processors: server, PostgreSQL, operator, load |\n"
                        + "|---|---|---|---|---|---|---|---|---|");
                double most = phase(product, operators, sink, keys, 0);
                int usual = (int) (most / 2);
                List<String> before = windows(product, keys, usual, USUAL_WINDOWS);
                phase(product, operators, sink, keys, (int) (most * factor));
                List<String> after = windows(product, keys, usual, RECOVERY_WINDOWS);
                phase(product, operators, sink, keys, 0);
                System.out.printf(
                        Locale.ROOT,
                        "%nHalf of the maximum, %,d/s, for windows of %d s: answers that accept, accept ms p50 / p99%n",
                        usual,
                        WINDOW_SECONDS);
                System.out.println("before the flood: " + String.join("; ", before));
                System.out.println("at once after it: " + String.join("; ", after));
                otps.interrupt();
                otps.join();
                refuseAll(product);
                phase(product, operators, sink, keys, (int) (most * (factor - 1)));
            }
        }
    }

    /// From now on each account may send one message a second: what a refusal costs, by itself.
    private static void refuseAll(Product product) throws SQLException, IOException {
        try (Connection database = product.database();
                Statement statement = database.createStatement()) {
            statement.execute("UPDATE accounts.accounts SET rate_per_second = 1");
        }
    }

    private void probe(Probe probe) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                probe.awaitDelivery();
            }
        } catch (InterruptedException | IOException e) {
            if (!(e instanceof InterruptedException)) {
                System.out.println("the OTPs ended: " + e);
            }
        }
    }

    /// Offers at fixed times from the first moment on, without a warm-up: each window has a line.
    private static List<String> windows(Product product, List<String> keys, int rate, int count) throws Exception {
        List<String> lines = new ArrayList<>();
        try (HttpLoad load = new HttpLoad(new SmsRequests(keys, 1, false, "promotional"), rate)) {
            load.start(product.httpPort(), OFFERING_CONNECTIONS);
            for (int i = 0; i < count; i++) {
                Thread.sleep(WINDOW_SECONDS * 1_000L);
                Histogram accepted = load.reset();
                lines.add(accepted.getTotalCount() + ", " + percentiles(accepted));
            }
            load.stop();
        }
        return lines;
    }

    /// @param rate offered; 0: as much as is answered
    private double phase(Product product, Operators operators, Sink sink, List<String> keys, int rate)
            throws Exception {
        try (HttpLoad load = new HttpLoad(new SmsRequests(keys, 1, false, "promotional"), rate)) {
            load.start(product.httpPort(), rate == 0 ? CONNECTIONS : OFFERING_CONNECTIONS);
            Thread.sleep(warmup * 1_000L);
            MessagePathBench.Snapshot before = MessagePathBench.Snapshot.take(product, operators, sink);
            load.reset();
            Thread.sleep(seconds * 1_000L);
            MessagePathBench.Snapshot after = MessagePathBench.Snapshot.take(product, operators, sink);
            Histogram refused = load.refusals();
            Map<Integer, Long> statuses = load.statuses();
            Histogram accepted = load.reset();
            load.stop();
            double time = (after.nanos() - before.nanos()) / 1e9;
            double finals =
                    (after.metric("elchi_messages_final_total") - before.metric("elchi_messages_final_total")) / time;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %s | %s | %s | %s | %d, %d | %.2f, %.2f, %.2f, %.2f |%n",
                    rate == 0 ? CONNECTIONS + " connections" : String.format(Locale.ROOT, "%,d/s", rate),
                    (after.metric("elchi_messages_accepted_total") - before.metric("elchi_messages_accepted_total"))
                            / time,
                    finals,
                    statuses,
                    percentiles(accepted),
                    percentiles(refused),
                    otp(product, seconds),
                    after.rssMib(),
                    after.mostRssMib(),
                    (after.serverMicros() - before.serverMicros()) / 1e6 / time,
                    (after.postgresMicros() - before.postgresMicros()) / 1e6 / time,
                    (after.simulatorMicros() - before.simulatorMicros()) / 1e6 / time,
                    (after.loadMicros() - before.loadMicros()) / 1e6 / time);
            return finals;
        }
    }

    /// From the records: the time of the bank's messages inside the server, without the time of its polling.
    private static String otp(Product product, int seconds) throws SQLException, IOException {
        String query = "SELECT count(*), 1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY sent),"
                + " 1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY sent),"
                + " 1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY ended),"
                + " 1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY ended)"
                + " FROM (SELECT extract(epoch FROM submit_time - accepted_time)::float8 AS sent,"
                + " extract(epoch FROM created_at - accepted_time)::float8 AS ended FROM messages.cdr_sms"
                + " WHERE message_class = 'otp' AND created_at > now() - interval '" + seconds + " s') AS otps";
        try (Connection database = product.database();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.format(
                    Locale.ROOT,
                    "%d: %,.0f / %,.0f, %,.0f / %,.0f",
                    row.getLong(1),
                    row.getDouble(2),
                    row.getDouble(3),
                    row.getDouble(4),
                    row.getDouble(5));
        }
    }

    private static String percentiles(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "%,.1f / %,.1f",
                histogram.getValueAtPercentile(50) / MILLI,
                histogram.getValueAtPercentile(99) / MILLI);
    }
}
