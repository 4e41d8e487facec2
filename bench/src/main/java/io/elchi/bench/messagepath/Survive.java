package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.Build;
import io.elchi.e2e.survival.Fault;
import io.elchi.e2e.survival.ProcessFault;
import io.elchi.e2e.survival.ProcessSurvival;
import io.elchi.e2e.survival.ProcessSurvival.ProcessPlan;
import io.elchi.e2e.survival.Survival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `./elchi bench survive [kills=50] [rate=1500] [seconds=20] [seed=...]`: faults drawn from a seed under load,
/// until so many of them were kill -9 of the server or of PostgreSQL; `seconds` is how long a fault lasts that
/// lasts. Or just some, in this order: `faults=CLOCK_SET,FLOOD`.
///
/// `./elchi bench survive processes=2,2 [kills=50] [rate=100] [seed=...]`: so many faults of single processes, two
/// gateways and two cores on one PostgreSQL. Or just some: `faults=CORE_KILLED,LISTEN_CUT`. With
/// `previous=FOLDER`, a checkout that was built or the jar of one, every second process is of that build; this one
/// migrates the database.
public final class Survive {
    private static final int RATE = 1_500;
    private static final int PROCESSES_RATE = 100;
    private static final int DISK_MEBIBYTES = 8_192;

    private Survive() {}

    public static void main(String... arguments) throws Exception {
        Options given = Options.parse(
                Map.of(
                        "kills", "50",
                        "rate", "",
                        "seconds", "20",
                        "faults", "",
                        "processes", "",
                        "previous", "",
                        "seed", Long.toString(System.nanoTime())),
                arguments);
        long seed = given.large("seed");
        System.out.println("seed " + seed);
        if (given.text("processes").isEmpty()) {
            Survival survival = new Survival(plan(seed, given), System.out::println);
            List<String> wrong = survival.run();
            report(seed, survival.table(), wrong);
        } else {
            ProcessSurvival survival = new ProcessSurvival(processes(seed, given), System.out::println);
            List<String> wrong = survival.run();
            report(seed, survival.table(), wrong);
        }
    }

    private static void report(long seed, String table, List<String> wrong) throws IOException {
        Path report =
                Path.of(System.getProperty("elchi.root", "."), "target", "message-path", "survive-" + seed + ".md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, "seed " + seed + "\n\n" + table + "\n" + String.join("\n", wrong) + "\n");
        wrong.forEach(System.out::println);
        System.out.println(wrong.isEmpty() ? "everything holds" : wrong.size() + " things do not hold");
        if (!wrong.isEmpty()) {
            System.exit(1);
        }
    }

    private static int rate(Options given, int usual) {
        return given.text("rate").isEmpty() ? usual : given.number("rate");
    }

    private static ProcessPlan processes(long seed, Options given) {
        String[] counts = given.text("processes").split(",");
        int gateways = Integer.parseInt(counts[0]);
        int cores = Integer.parseInt(counts[1]);
        int rate = rate(given, PROCESSES_RATE);
        ProcessPlan plan = given.text("faults").isEmpty()
                ? ProcessPlan.drawn(seed, rate, gateways, cores, given.number("kills"))
                : new ProcessPlan(
                        seed,
                        rate,
                        gateways,
                        cores,
                        Arrays.stream(given.text("faults").split(","))
                                .map(ProcessFault::valueOf)
                                .toList());
        String previous = given.text("previous");
        return previous.isEmpty() ? plan : plan.beside(Build.of(Path.of(previous)));
    }

    private static Survival.SurvivalPlan plan(long seed, Options given) {
        int rate = rate(given, RATE);
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
