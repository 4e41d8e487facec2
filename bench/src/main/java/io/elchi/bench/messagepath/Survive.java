package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.survival.Fault;
import io.elchi.e2e.survival.Survival;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `./elchi bench survive [kills=50] [rate=1500] [seconds=20] [seed=...]`: faults drawn from a seed under load,
/// until so many of them were kill -9 of the server or of PostgreSQL; `seconds` is how long a fault lasts that
/// lasts. Or just some, in this order: `faults=CLOCK_SET,FLOOD`.
public final class Survive {
    private static final int DISK_MEBIBYTES = 8_192;

    private Survive() {}

    public static void main(String... arguments) throws Exception {
        Options given = Options.parse(
                Map.of(
                        "kills", "50",
                        "rate", "1500",
                        "seconds", "20",
                        "faults", "",
                        "seed", Long.toString(System.nanoTime())),
                arguments);
        long seed = given.large("seed");
        System.out.println("seed " + seed);
        Survival survival = new Survival(plan(seed, given), System.out::println);
        List<String> wrong = survival.run();
        Path report =
                Path.of(System.getProperty("elchi.root", "."), "target", "message-path", "survive-" + seed + ".md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, "seed " + seed + "\n\n" + survival.table() + "\n" + String.join("\n", wrong) + "\n");
        wrong.forEach(System.out::println);
        System.out.println(wrong.isEmpty() ? "everything holds" : wrong.size() + " things do not hold");
        if (!wrong.isEmpty()) {
            System.exit(1);
        }
    }

    private static Survival.SurvivalPlan plan(long seed, Options given) {
        int rate = given.number("rate");
        Duration length = Duration.ofSeconds(given.number("seconds"));
        if (given.text("faults").isEmpty()) {
            return Survival.SurvivalPlan.drawn(seed, rate, length, given.number("kills"));
        }
        List<Fault> faults = Arrays.stream(given.text("faults").split(","))
                .map(Fault::valueOf)
                .toList();
        return new Survival.SurvivalPlan(seed, rate, length, faults, DISK_MEBIBYTES);
    }
}
