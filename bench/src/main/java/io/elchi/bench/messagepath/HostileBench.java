package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import io.elchi.e2e.hostile.Attack;
import io.elchi.e2e.hostile.Attacks;
import io.elchi.e2e.hostile.Siege;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `./elchi bench hostile [seconds=60]`: each attack so long, while another client sends 20 OTPs a second.
public final class HostileBench {
    private static final double MOST_MILLIS = 250;

    private HostileBench() {}

    public static void main(String... arguments) throws Exception {
        Duration time = Duration.ofSeconds(
                Options.parse(Map.of("seconds", "60"), arguments).number("seconds"));
        Path folder = Files.createTempDirectory("elchi-hostile-");
        try (Operators operators = Operators.start(folder, MessagePathBench.PROFILE);
                Product product = new Product(folder, List.of())) {
            product.start();
            List<String> keys;
            try (Connection database = product.database()) {
                keys = Seeding.seed(database, Seeding.Plan.of(2, 1, 50), operators.port());
            }
            System.out.println(
                    "| attack | connections | OTPs accepted | not accepted | accept ms p50 / p99 | RSS MiB | |\n"
                            + "|---|---|---|---|---|---|---|");
            try (Siege siege = new Siege(product, folder, keys.getFirst(), keys.getLast())) {
                for (Attack attack : Attacks.all()) {
                    print(siege.run(attack, time), product);
                }
            }
        } finally {
            Product.delete(folder);
        }
    }

    private static void print(Siege.Result result, Product product) {
        boolean good = result.failed() == 0
                && result.p99Millis() < MOST_MILLIS
                && product.process().isAlive();
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.1f / %.1f | %d | %s |%n",
                result.attack().name(),
                result.begun(),
                result.otps(),
                result.failed(),
                result.p50Millis(),
                result.p99Millis(),
                result.rssMebibytes(),
                good ? "harmless" : "HARM");
    }
}
