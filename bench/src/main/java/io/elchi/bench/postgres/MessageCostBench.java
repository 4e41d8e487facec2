package io.elchi.bench.postgres;

import io.elchi.bench.Options;
import io.elchi.e2e.ProcessCpu;
import io.elchi.e2e.Product;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Secret;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import io.elchi.server.db.DbProperties;
import io.elchi.server.db.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// `./elchi bench postgres [messages=200000] [batch=512] [runs=3] [warmup=100000] [accounts=50] [resellers=0]`: a
/// server of its own in a folder that is deleted; the CPU of all its processes, up to the end of a checkpoint
/// after the last life.
public final class MessageCostBench {
    private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint";
    private static final String STORED = "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
            + " AND n.nspname IN ('messages', 'billing')";

    private MessageCostBench() {}

    /// Counters of PostgreSQL, or the differences between two readings.
    private record Use(long cpuMicros, long walBytes, long storedBytes, long nanos) {
        static Use now(EmbeddedPostgres server, Database database) {
            database.jdbc().sql("CHECKPOINT").update();
            long wal = database.jdbc().sql(WAL).query(Long.class).single();
            long stored = database.jdbc().sql(STORED).query(Long.class).single();
            return new Use(ProcessCpu.microsWithChildren(server.pid()), wal, stored, System.nanoTime());
        }

        Use since(Use before) {
            return new Use(
                    cpuMicros - before.cpuMicros,
                    walBytes - before.walBytes,
                    storedBytes - before.storedBytes,
                    nanos - before.nanos);
        }
    }

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(
                Map.of(
                        "messages", "200000",
                        "batch", "512",
                        "runs", "3",
                        "warmup", "100000",
                        "accounts", "50",
                        "resellers", "0"),
                arguments);
        Path folder = Files.createTempDirectory("elchi-postgres-");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("postgresql"), 0, 256);
                Database database = Database.open(properties(server))) {
            database.migrate();
            new DayPartitions(
                            database,
                            Clock.SYSTEM,
                            "messages",
                            List.of("messages", "events", "cdr_sms"),
                            DayPartitions.Key.MESSAGE_ID,
                            365)
                    .maintain();
            report(options, measure(options, server, database));
        } finally {
            Product.delete(folder);
        }
    }

    private static DbProperties properties(EmbeddedPostgres server) {
        Secret password = server.password();
        return new DbProperties(
                server.url(),
                server.user(),
                password,
                8,
                2,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Path.of("unused"),
                0,
                16);
    }

    private static List<Use> measure(Options options, EmbeddedPostgres server, Database database) {
        MessageCost messages = new MessageCost(
                database, options.number("batch"), options.number("accounts"), options.number("resellers"));
        messages.live(options.number("warmup"));
        List<Use> runs = new ArrayList<>();
        for (int run = 0; run < options.number("runs"); run++) {
            Use before = Use.now(server, database);
            messages.live(options.number("messages"));
            runs.add(Use.now(server, database).since(before));
        }
        messages.check();
        return runs;
    }

    private static void report(Options options, List<Use> runs) {
        double messages = Math.ceilDiv(options.number("messages"), options.number("batch")) * options.large("batch");
        System.out.println(
                "| run | CPU us a message life cycle | WAL bytes a message life cycle | stored bytes a message life cycle | messages a second |");
        System.out.println("|---|---|---|---|---|");
        for (int run = 0; run < runs.size(); run++) {
            row(Integer.toString(run + 1), runs.get(run), messages);
        }
        List<Use> sorted = new ArrayList<>(runs);
        sorted.sort(Comparator.comparingLong(Use::cpuMicros));
        row("median of CPU", sorted.get(sorted.size() / 2), messages);
    }

    private static void row(String name, Use use, double messages) {
        System.out.printf(
                "| %s | %.1f | %.0f | %.0f | %.0f |%n",
                name,
                use.cpuMicros / messages,
                use.walBytes / messages,
                use.storedBytes / messages,
                messages * 1e9 / use.nanos);
    }
}
