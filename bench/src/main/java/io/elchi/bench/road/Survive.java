package io.elchi.bench.road;

import io.elchi.bench.Options;
import io.elchi.e2e.survival.Survival;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `./elchi bench survive [kills=50] [rate=1500] [seconds=20] [seed=...]`: faults drawn from a seed under load, until
/// so many of them were kill -9 of the server or of PostgreSQL; `seconds` is how long a fault lasts that lasts.
public final class Survive {
    private Survive() {}

    public static void main(String... arguments) throws Exception {
        Options given = Options.parse(
                Map.of("kills", "50", "rate", "1500", "seconds", "20", "seed", Long.toString(System.nanoTime())),
                arguments);
        long seed = given.large("seed");
        System.out.println("seed " + seed);
        Survival survival = new Survival(
                Survival.Plan.drawn(
                        seed, given.number("rate"), Duration.ofSeconds(given.number("seconds")), given.number("kills")),
                System.out::println);
        List<String> wrong = survival.run();
        Path report = Path.of(System.getProperty("elchi.root", "."), "target", "road", "survive-" + seed + ".md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, "seed " + seed + "\n\n" + survival.table() + "\n" + String.join("\n", wrong) + "\n");
        wrong.forEach(System.out::println);
        System.out.println(wrong.isEmpty() ? "everything holds" : wrong.size() + " things do not hold");
        if (!wrong.isEmpty()) {
            System.exit(1);
        }
    }
}
