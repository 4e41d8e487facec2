package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.Operators;
import io.elchi.e2e.ProcessCpu;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.SmppLoginSeed;
import io.elchi.testkit.peers.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `./elchi bench idle-binds [binds=500]`: the resident memory of the server without sessions of clients, and with so
/// many that do nothing but answer enquire_link.
///
/// The load before makes the code warm and the heap used, as in a server that works. The figure of a state is the
/// median of its last seconds.
public final class IdleBindsBench {
    private static final Map<String, String> DEFAULTS =
            Map.of("binds", "500", "rate", "500", "warmup", "60", "seconds", "60");
    private static final int BINDS_A_LOGIN = 10;
    private static final int HEARD_MILLIS = 3_000;
    private static final long SECOND_MILLIS = 1_000;

    private IdleBindsBench() {}

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(DEFAULTS, arguments);
        Path folder = Files.createTempDirectory("elchi-idle-binds-");
        try {
            measure(options, folder);
        } finally {
            Product.delete(folder);
        }
    }

    private static void measure(Options options, Path folder) throws Exception {
        int port = FreePort.find();
        int binds = options.number("binds");
        List<String> settings = List.of("smpp_server.enabled=true", "smpp_server.port=" + port);
        try (Operators operators = Operators.start(folder, MessagePathBench.PROFILE);
                Product product = new Product(folder, settings)) {
            product.start();
            try (Connection database = product.database()) {
                Seeding.seed(
                        database,
                        Seeding.Plan.of(Math.ceilDiv(binds, BINDS_A_LOGIN), 1, BINDS_A_LOGIN)
                                .link("{\"submit\": {\"registered_delivery\": 1}}"),
                        operators.port());
                SmppLoginSeed.insert(database);
            }
            MessagePathBench.awaitLinks(product, 1);
            try (SmppLoad load = new SmppLoad(port, BINDS_A_LOGIN, options.number("rate"), 0)) {
                Thread.sleep(HEARD_MILLIS);
                load.bind(1);
                load.start();
                Thread.sleep(options.number("warmup") * SECOND_MILLIS);
                load.stop();
            }
            long before = median(product, options.number("seconds"));
            try (SmppLoad idle = new SmppLoad(port, BINDS_A_LOGIN, 0, 0)) {
                for (int i = 0; i < BINDS_A_LOGIN; i++) {
                    idle.bind(Math.ceilDiv(binds, BINDS_A_LOGIN));
                }
                long with = median(product, options.number("seconds"));
                System.out.printf("| idle sessions | resident memory MiB |%n|---|---|%n");
                System.out.printf("| 0 | %d |%n| %d | %d |%n", before, idle.sessions(), with);
            }
        }
    }

    private static long median(Product product, int seconds) throws IOException, InterruptedException {
        List<Long> samples = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            Thread.sleep(SECOND_MILLIS);
            samples.add(ProcessCpu.mebibytes(product.pid(), "VmRSS"));
        }
        long[] last = samples.stream()
                .skip(seconds / 2)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return last[last.length / 2];
    }
}
