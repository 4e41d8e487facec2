package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.HttpLoad;
import io.elchi.e2e.Operators;
import io.elchi.e2e.ProcessCpu;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// `./elchi bench webhooks [backlog=1000000] [rate=50]`: an endpoint that was away for so many events comes back,
/// while another account's messages go on. How fast the backlog drains, and how late the other one's webhooks are.
public final class WebhookBench {
    private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");
    private static final Duration WARMUP = Duration.ofSeconds(20);
    private static final String ENDPOINT = "INSERT INTO webhooks.endpoints (account_id, url, secret, status) SELECT id,"
            + " 'http://127.0.0.1:%d/hook', 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', '%s'"
            + " FROM accounts.accounts WHERE name = 'client %d'";

    private WebhookBench() {}

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(Map.of("backlog", "1000000", "rate", "50"), arguments);
        int backlog = options.number("backlog");
        Path folder = Files.createTempDirectory("elchi-webhooks-");
        Histogram late = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);
        try (Sink away = new Sink();
                Sink other = new Sink(false, body -> record(late, body));
                Operators operators = Operators.start(folder, MessagePathBench.PROFILE);
                Product product = new Product(folder, List.of("webhooks.private_addresses=true"))) {
            product.start();
            List<String> keys;
            try (Connection database = product.database()) {
                keys = Seeding.seed(database, Seeding.Plan.of(2, 1, 100), operators.port());
                endpoints(database, away.port(), other.port(), backlog);
            }
            SmsRequests requests = new SmsRequests(List.of(keys.getLast()), 1, false, "otp");
            try (HttpLoad load = new HttpLoad(requests, options.number("rate"))) {
                load.start(product.httpPort(), 16);
                Thread.sleep(WARMUP);
                late.reset();
                long cpu = ProcessCpu.micros(product.pid()) + ProcessCpu.microsWithChildren(product.postmaster());
                long started = System.nanoTime();
                enable(product);
                while (away.taken() < backlog) {
                    Thread.sleep(50);
                }
                double seconds = (System.nanoTime() - started) / 1e9;
                long used =
                        ProcessCpu.micros(product.pid()) + ProcessCpu.microsWithChildren(product.postmaster()) - cpu;
                print(backlog, seconds, (double) used / backlog, late);
            }
        } finally {
            Product.delete(folder);
        }
    }

    private static void print(int backlog, double seconds, double micros, Histogram late) {
        System.out.println("| backlog | drained in s | events/s | CPU us an event: server + PostgreSQL |"
                + " other account's webhooks | late ms p50 / p99 |\n|---|---|---|---|---|---|");
        System.out.printf(
                Locale.ROOT,
                "| %d | %.1f | %.0f | %.0f | %d | %.0f / %.0f |%n",
                backlog,
                seconds,
                backlog / seconds,
                micros,
                late.getTotalCount(),
                late.getValueAtPercentile(50) / 1e3,
                late.getValueAtPercentile(99) / 1e3);
    }

    /// From when it happened to its arrival.
    private static void record(Histogram late, String body) {
        Matcher timestamp = TIMESTAMP.matcher(body);
        if (timestamp.find()) {
            Duration age = Duration.between(Instant.parse(timestamp.group(1)), Instant.now());
            late.recordValue(Math.clamp(age.toNanos() / 1_000, 0, late.getHighestTrackableValue()));
        }
    }

    private static void endpoints(Connection database, int away, int other, int backlog) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(ENDPOINT.formatted(away, "disabled", 0));
            statement.execute(ENDPOINT.formatted(other, "active", 1));
            statement.execute("INSERT INTO events.cursors (subscriber, id, updated_at)"
                    + " SELECT 'webhook.' || id, 0, now() FROM webhooks.endpoints WHERE status = 'disabled'");
            statement.execute("INSERT INTO events.log (account_id, type, message_id, at, data) SELECT e.account_id,"
                    + " 'message.delivered', gen_random_uuid(), now(), '{\"padding\":\"' || repeat('x', 400) || '\"}'"
                    + " FROM webhooks.endpoints e, generate_series(1, " + backlog + ") WHERE e.status = 'disabled'");
            database.commit();
        }
    }

    private static void enable(Product product) throws SQLException, IOException {
        try (Connection database = product.database();
                Statement statement = database.createStatement()) {
            statement.execute("UPDATE webhooks.endpoints SET status = 'active'");
        }
    }
}
