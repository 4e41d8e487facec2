package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.bench.messagepath.MessagePathBench.Snapshot;
import io.elchi.e2e.Metrics;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.Sink;
import io.elchi.e2e.SmppLoginSeed;
import io.elchi.testkit.peers.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `./elchi bench smpp-path [binds=4] [window=100] ...`: clients submit over SMPP, and get a receipt for each
/// message:
/// from SMPP to SMPP, with everything in between.
///
/// `window` is that of each bind. `rate` is of all binds together, open loop; 0: as many as go. With `unfinished`, all
/// binds together have at most so many messages without a receipt, as clients that wait for them would. A message
/// counts when its client has acknowledged the receipt.
public final class SmppPathBench {
    private static final Map<String, String> DEFAULTS = Map.of(
            "binds",
            "4",
            "window",
            "100",
            "sessions",
            "1",
            "rate",
            "0",
            "unfinished",
            "0",
            "seconds",
            "20",
            "warmup",
            "40");
    private static final int HEARD_MILLIS = 3_000;
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private SmppPathBench() {}

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(DEFAULTS, arguments);
        Path folder = Files.createTempDirectory("elchi-smpp-path-");
        try {
            measure(options, folder);
        } finally {
            Product.delete(folder);
        }
    }

    private static void measure(Options options, Path folder) throws Exception {
        int port = FreePort.find();
        List<String> settings = List.of("smpp_server.enabled=true", "smpp_server.port=" + port);
        try (Sink sink = new Sink();
                Operators operators = Operators.start(folder, MessagePathBench.PROFILE);
                Product product = new Product(folder, settings)) {
            product.start();
            int binds = options.number("binds");
            try (Connection database = product.database()) {
                Seeding.seed(
                        database,
                        Seeding.Plan.of(binds, options.number("sessions"), options.number("window"))
                                .link("{\"submit\": {\"registered_delivery\": 1}}"),
                        operators.port());
                SmppLoginSeed.insert(database);
            }
            MessagePathBench.awaitLinks(product, options.number("sessions"));
            try (SmppLoad load = new SmppLoad(
                    port, options.number("window"), options.number("rate"), options.number("unfinished"))) {
                // The server hears of logins that were written into its tables within a second.
                Thread.sleep(HEARD_MILLIS);
                load.bind(binds);
                load.start();
                Thread.sleep(options.number("warmup") * 1_000L);
                Snapshot before = Snapshot.take(product, operators, sink);
                long receiptsBefore = load.receipts();
                load.reset();
                Thread.sleep(options.number("seconds") * 1_000L);
                long receipts = load.receipts() - receiptsBefore;
                Snapshot after = Snapshot.take(product, operators, sink);
                long[] micros = load.reset();
                load.stop();
                print(before, after, receipts, micros, load);
            }
        }
    }

    private static void print(Snapshot before, Snapshot after, long receipts, long[] micros, SmppLoad load) {
        double seconds = (after.nanos() - before.nanos()) / NANOS;
        long accepted = micros.length;
        double server = (after.serverMicros() - before.serverMicros()) / (double) Math.max(1, receipts);
        double postgres = (after.postgresMicros() - before.postgresMicros()) / (double) Math.max(1, receipts);
        Arrays.sort(micros);
        System.out.printf("| figure | value |%n|---|---|%n");
        System.out.printf("| accepted per second | %,.0f |%n", accepted / seconds);
        System.out.printf("| receipts acknowledged per second | %,.0f |%n", receipts / seconds);
        System.out.printf("| server cpu micros a receipt | %.0f |%n", server);
        System.out.printf("| postgres cpu micros a receipt | %.0f |%n", postgres);
        System.out.printf("| server and postgres | %.0f |%n", server + postgres);
        System.out.printf(
                "| cores: server, postgres, simulator, load | %.2f, %.2f, %.2f, %.2f |%n",
                (after.serverMicros() - before.serverMicros()) / MICROS / seconds,
                (after.postgresMicros() - before.postgresMicros()) / MICROS / seconds,
                (after.simulatorMicros() - before.simulatorMicros()) / MICROS / seconds,
                (after.loadMicros() - before.loadMicros()) / MICROS / seconds);
        System.out.printf(
                "| submit_sm_resp ms p50, p99 | %.1f, %.1f |%n", quantile(micros, 0.5), quantile(micros, 0.99));
        System.out.printf(
                "| messages an accept commit, outcomes a settle commit | %.0f, %.0f |%n",
                delta(before, after, "elchi_messages_accepted_total")
                        / Math.max(1, delta(before, after, "elchi_intake_commits_total")),
                delta(before, after, "elchi_outcomes_total")
                        / Math.max(1, delta(before, after, "elchi_settle_seconds_count")));
        System.out.printf(
                "| accept to submit_sm ms p50, p99 | %s |%n", millis(before, after, "elchi_submit_wait_seconds"));
        System.out.printf(
                "| receipt to final state ms p50, p99 | %s |%n", millis(before, after, "elchi_receipt_settle_seconds"));
        System.out.printf(
                "| parts submitted, messages final per second | %,.0f, %,.0f |%n",
                delta(before, after, "elchi_parts_submitted_total") / seconds,
                delta(before, after, "elchi_messages_final_total") / seconds);
        System.out.printf(
                "| unfinished before, after | %,.0f, %,.0f |%n",
                before.metric("elchi_messages_unfinished"), after.metric("elchi_messages_unfinished"));
        System.out.printf(
                "| collector's pauses, ms a second | %.0f |%n",
                1_000 * delta(before, after, "jvm_gc_pause_seconds_sum") / seconds);
        System.out.printf("| refused in all | %s |%n", load.refused());
        System.out.printf("| resident memory MiB | %d |%n", after.rssMib());
    }

    private static double delta(Snapshot before, Snapshot after, String metric) {
        return after.metric(metric) - before.metric(metric);
    }

    private static String millis(Snapshot before, Snapshot after, String metric) {
        return "%.1f, %.1f"
                .formatted(
                        Metrics.quantile(before.metrics(), after.metrics(), metric, 0.5),
                        Metrics.quantile(before.metrics(), after.metrics(), metric, 0.99));
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e3;
    }
}
