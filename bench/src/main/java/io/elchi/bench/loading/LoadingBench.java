package io.elchi.bench.loading;

import io.elchi.bench.Options;
import io.elchi.e2e.ProcessCpu;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `./elchi bench loading`: a server and a second process on tables of many rows. How long the start takes, the
/// resident memory, the time until a new key opens in both, and the CPU of a change of one row.
public final class LoadingBench {
    /// Of the idle server and of each kind of change.
    private static final int MILLIS_A_CHANGE = 100;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Product first;
    private final Product second;
    private final Connection database;
    private final int changes;

    private LoadingBench(Product first, Product second, Connection database, int changes) {
        this.first = first;
        this.second = second;
        this.database = database;
        this.changes = changes;
    }

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(
                Map.of(
                        "accounts",
                        "100000",
                        "keys",
                        "300000",
                        "ported",
                        "10000000",
                        "blocks",
                        "1000000",
                        "prices",
                        "2000",
                        "changes",
                        "50"),
                arguments);
        Path folder = Files.createTempDirectory("elchi-loading-");
        System.out.println("| process | ms to ready | RSS MiB |\n|---|---|---|");
        try (Product empty = new Product(folder, List.of())) {
            start("first, empty tables", empty);
            try (Connection database = empty.database()) {
                LargeTables.fill(database, options);
            }
        }
        try (Product first = new Product(folder, List.of())) {
            start("first", first);
            Path other = Files.createDirectory(folder.resolve("second"));
            try (Product second = new Product(other, first.sharedDatabase());
                    Connection database = first.database()) {
                long started = System.nanoTime();
                second.start();
                print("second", second, (System.nanoTime() - started) / 1_000_000);
                LoadingBench bench = new LoadingBench(first, second, database, options.number("changes"));
                bench.keys();
                bench.costs();
                print("first, after the changes", first, 0);
            }
        }
        Product.delete(folder);
    }

    private static void start(String name, Product product) throws Exception {
        print(name, product, product.start().toMillis());
    }

    private static void print(String name, Product product, long millis) throws Exception {
        System.out.printf(
                Locale.ROOT, "| %s | %d | %d |%n", name, millis, ProcessCpu.mebibytes(product.pid(), "VmRSS"));
    }

    /// New keys, each asked for in both processes until it opens.
    private void keys() throws Exception {
        long[] here = new long[changes];
        long[] there = new long[changes];
        for (int i = 0; i < changes; i++) {
            String key = Seeding.key(database, 1_000 + i, String.format("n%07d", i));
            long committed = System.nanoTime();
            while (here[i] == 0 || there[i] == 0) {
                here[i] = here[i] == 0 && opens(first, key) ? System.nanoTime() - committed : here[i];
                there[i] = there[i] == 0 && opens(second, key) ? System.nanoTime() - committed : there[i];
            }
        }
        System.out.println("\n| a new key opens in | ms p50 | ms at most |\n|---|---|---|");
        print("the first process", here);
        print("the second process", there);
    }

    private boolean opens(Product product, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + product.httpPort() + "/v1/account/profile"))
                .header("Authorization", "Bearer " + key)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    private static void print(String name, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f |%n",
                name,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    /// CPU above that of the idle processes, of many changes one after the other.
    private void costs() throws Exception {
        System.out.println("\n| change of one row | CPU ms: a process | PostgreSQL |\n|---|---|---|");
        cost("nothing", "SELECT %d", new double[2]);
        double[] idle = cost("nothing again", "SELECT %d", new double[2]);
        cost(
                "an account's rate",
                "UPDATE accounts.accounts SET rate_per_second = 200 + %1$d WHERE id = 1000 + %1$d",
                idle);
        cost(
                "a reseller suspended or active, with 1,000 accounts below",
                "UPDATE accounts.accounts SET status = CASE status WHEN 'active' THEN 'suspended' ELSE 'active' END"
                        + " WHERE id = 2 + %d %% 2",
                idle);
        cost(
                "a key revoked",
                "UPDATE accounts.api_keys SET status = 'revoked' WHERE prefix = 'k' || lpad('%d', 7, '0')",
                idle);
        cost(
                "a ported number",
                "UPDATE numbers.ported_numbers SET mnc = '07' WHERE msisdn = 998900000000 + %d * 300",
                idle);
        cost(
                "a number blocked",
                "INSERT INTO compliance.blocklist (kind, pattern) VALUES ('number', 997900000000 + %d)",
                idle);
        cost("a sender id", "INSERT INTO compliance.senders (account_id, sender) VALUES (1000 + %d, 'New')", idle);
        cost("a price", "UPDATE tariffs.tariff_routes SET price_per_sms = 60 WHERE id = %d", idle);
    }

    private double[] cost(String name, String change, double[] idle) throws Exception {
        long[] before = cpu();
        long next = System.nanoTime();
        for (int i = 1; i <= changes; i++) {
            execute(String.format(Locale.ROOT, change, i));
            next += MILLIS_A_CHANGE * 1_000_000L;
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        long[] after = cpu();
        double[] used = {
            (after[0] - before[0]) / 2e3 / changes, (after[1] - before[1]) / 1e3 / changes,
        };
        System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f |%n", name, used[0] - idle[0], used[1] - idle[1]);
        return used;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Of both processes, and of PostgreSQL; in microseconds.
    private long[] cpu() throws Exception {
        return new long[] {
            ProcessCpu.micros(first.pid()) + ProcessCpu.micros(second.pid()),
            ProcessCpu.microsWithChildren(first.postmaster())
        };
    }
}
