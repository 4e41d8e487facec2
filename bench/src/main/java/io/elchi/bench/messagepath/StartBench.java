package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.HttpLoad;
import io.elchi.e2e.Metrics;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// `./elchi bench start [times=3] [rate=1000] [seconds=10]`: from the start of the process to ready, and then
/// second by second what a load gets that begins at once.
public final class StartBench {
    private static final int ACCOUNTS = 50;
    private static final int CONNECTIONS = 256;
    private static final int WINDOW = 100;
    private static final double NANOS_A_MILLI = 1e6;

    private StartBench() {}

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(Map.of("times", "3", "rate", "1000", "seconds", "10"), arguments);
        Path folder = Files.createTempDirectory("elchi-start-");
        try (Operators operators = Operators.start(folder, MessagePathBench.PROFILE)) {
            List<String> keys;
            try (Product product = new Product(folder, List.of())) {
                System.out.println(
                        "ms to ready, fresh folder: " + product.start().toMillis());
                try (Connection database = product.database()) {
                    keys = Seeding.seed(database, Seeding.Plan.of(ACCOUNTS, 1, WINDOW), operators.port());
                }
            }
            System.out.println("\n| start | ms to ready | second | offered | accepted | accept ms p50 | p99 | most |"
                    + " submit ms p50 | p99 |\n|---|---|---|---|---|---|---|---|---|---|");
            for (int i = 1; i <= options.number("times"); i++) {
                try (Product product = new Product(folder, List.of())) {
                    long ready = product.start().toMillis();
                    measure(i, ready, product, options, keys);
                }
            }
        } finally {
            Product.delete(folder);
        }
    }

    private static void measure(int start, long ready, Product product, Options options, List<String> keys)
            throws Exception {
        int rate = options.number("rate");
        try (HttpLoad load = new HttpLoad(new SmsRequests(keys, 1, false, "transactional"), rate)) {
            String before = product.metrics();
            load.start(product.httpPort(), CONNECTIONS);
            long next = System.nanoTime();
            for (int second = 1; second <= options.number("seconds"); second++) {
                next += 1_000_000_000L;
                Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
                Histogram accepted = load.reset();
                String after = product.metrics();
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %d | %d | %d | %d | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
                        start,
                        ready,
                        second,
                        rate,
                        accepted.getTotalCount(),
                        accepted.getValueAtPercentile(50) / NANOS_A_MILLI,
                        accepted.getValueAtPercentile(99) / NANOS_A_MILLI,
                        accepted.getMaxValue() / NANOS_A_MILLI,
                        Metrics.quantile(before, after, "elchi_submit_wait_seconds", 0.5),
                        Metrics.quantile(before, after, "elchi_submit_wait_seconds", 0.99));
                before = after;
            }
            load.stop();
        }
    }
}
