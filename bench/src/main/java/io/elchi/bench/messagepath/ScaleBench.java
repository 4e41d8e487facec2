package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.Books;
import io.elchi.e2e.HttpLoad;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `./elchi bench scale [quota=0.3] [seconds=30] [warmup=20] [times=2]`: one gateway and one core, then two and
/// two, each of these processes with a share of a core. PostgreSQL, the operator and the load have no limit. The load
/// keeps a number of messages unfinished, as its clients would that wait for receipts: what is measured is how many
/// end.
public final class ScaleBench {
    private static final int SHARDS = 8;
    private static final int ACCOUNTS = 50;
    private static final int CONNECTIONS = 128;
    private static final int WINDOW = 20;
    private static final int UNFINISHED = 5_000;
    private static final int FAST = 6_000;
    private static final int SLOW = 10;
    private static final String PROFILE = """
            name: beeline
            port: 0
            system_id: BEELINE
            accounts: [%s]
            responses: {latency: {fixed: 5ms}}
            receipts: {latency: {fixed: 300ms}, retry_after: 1s}
            max_stored: 1000
            """;

    private final Options options;
    private final Path folder;

    private ScaleBench(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /// Messages a second.
    private record Speed(double accepted, double ended) {}

    public static void main(String... arguments) throws Exception {
        Options options =
                Options.parse(Map.of("quota", "0.3", "seconds", "30", "warmup", "20", "times", "2"), arguments);
        if (CpuQuota.missing().isPresent()) {
            System.out.println("SKIPPED: " + CpuQuota.missing().get());
            return;
        }
        System.out.println("| gateways and cores | accepted/s | ended/s | load average |\n|---|---|---|---|");
        double one = 0;
        double two = 0;
        for (int i = 0; i < options.number("times"); i++) {
            one = Math.max(one, run(options, 1).ended);
            two = Math.max(two, run(options, 2).ended);
        }
        System.out.printf(Locale.ROOT, "%nthe best of two and two is %.2f times the best of one and one%n", two / one);
    }

    private static Speed run(Options options, int processes) throws Exception {
        Path folder = Files.createTempDirectory("elchi-scale-");
        try {
            Speed speed = new ScaleBench(options, folder).measure(processes);
            System.out.printf(
                    Locale.ROOT,
                    "| %d + %d | %.0f | %.0f | %s |%n",
                    processes,
                    processes,
                    speed.accepted,
                    speed.ended,
                    Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
            return speed;
        } finally {
            Product.delete(folder);
        }
    }

    private Speed measure(int processes) throws Exception {
        List<Product> cores = new ArrayList<>();
        List<Product> gateways = new ArrayList<>();
        try (Operators operator = Operators.start(folder, PROFILE.formatted(logins()));
                Product database = product("database", List.of(), "console")) {
            database.start();
            List<String> settings = database.sharedDatabase();
            try {
                for (int i = 0; i < processes; i++) {
                    cores.add(product("core-" + i, settings, "smpp-client,tracking"));
                    gateways.add(product("gateway-" + i, settings, "gateway"));
                }
                for (Product each : all(cores, gateways)) {
                    each.start();
                }
                // After the start of both cores: each takes the shards that it has the first choice of.
                List<String> keys = seed(database, operator);
                awaitShards(cores);
                return load(database, cores, gateways, keys);
            } finally {
                for (Product each : all(cores, gateways)) {
                    each.close();
                }
            }
        }
    }

    private Product product(String name, List<String> settings, String roles) throws IOException {
        return new Product(Files.createDirectory(folder.resolve(name)), settings).roles(roles);
    }

    private static List<Product> all(List<Product> cores, List<Product> gateways) {
        return Stream.concat(cores.stream(), gateways.stream()).toList();
    }

    private static List<String> seed(Product database, Operators operator) throws Exception {
        Seeding.Plan plan = Seeding.Plan.of(ACCOUNTS, 1, WINDOW);
        try (Connection connection = database.database()) {
            List<String> keys = Seeding.seed(connection, plan, operator.port());
            for (int i = 1; i < SHARDS; i++) {
                Seeding.addOperator(connection, "operator-" + i, plan, operator.port());
            }
            // A receipt goes to any session of the same login: each operator needs one of its own.
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE routing.smpp_links SET system_id = 'elchi' || operator_id");
            }
            connection.commit();
            return keys;
        }
    }

    private static String logins() {
        return IntStream.rangeClosed(1, SHARDS)
                .mapToObj(i -> "{system_id: elchi" + i + ", password: secret}")
                .collect(Collectors.joining(", "));
    }

    private static void awaitShards(List<Product> cores) throws IOException, InterruptedException {
        double bound = 0;
        while (bound < SHARDS) {
            Thread.sleep(100);
            bound = 0;
            for (Product each : cores) {
                bound += each.metric("elchi_links_bound");
            }
        }
    }

    private Speed load(Product database, List<Product> cores, List<Product> gateways, List<String> keys)
            throws Exception {
        List<HttpLoad> loads = new ArrayList<>();
        try (Connection connection = database.database();
                CpuQuota quota = new CpuQuota(Double.parseDouble(options.text("quota")))) {
            for (Product each : gateways) {
                HttpLoad load = new HttpLoad(new SmsRequests(keys, 1, false, "transactional"), SLOW);
                load.start(each.httpPort(), CONNECTIONS);
                loads.add(load);
            }
            // Code is compiled meanwhile.
            pace(connection, loads, options.number("warmup"));
            for (Product each : all(cores, gateways)) {
                quota.limit(each.pid());
            }
            pace(connection, loads, options.number("warmup") / 2);
            return pace(connection, loads, options.number("seconds"));
        } finally {
            for (HttpLoad load : loads) {
                load.stop();
                load.close();
            }
        }
    }

    /// For this time, keeps about [#UNFINISHED] messages between acceptance and end.
    private static Speed pace(Connection connection, List<HttpLoad> loads, int seconds) throws Exception {
        long began = System.nanoTime();
        long accepted = count(connection, "messages");
        long ended = count(connection, "cdr_sms");
        double took = 0;
        while (took < seconds) {
            long unfinished = count(connection, "unfinished");
            int rate = unfinished < UNFINISHED ? FAST / loads.size() : SLOW;
            loads.forEach(load -> load.rate(rate));
            Thread.sleep(100);
            took = (System.nanoTime() - began) / 1e9;
        }
        return new Speed(
                (count(connection, "messages") - accepted) / took, (count(connection, "cdr_sms") - ended) / took);
    }

    private static long count(Connection connection, String table) throws Exception {
        return Books.count(connection, "SELECT count(*) FROM messages." + table);
    }
}
