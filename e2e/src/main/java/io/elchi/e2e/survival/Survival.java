package io.elchi.e2e.survival;

import io.elchi.e2e.Books;
import io.elchi.e2e.Totals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Faults, one after another, at moments drawn from a seed, under a steady load. After each it waits until a new
/// message is delivered, and checks the books; in the end it lets everything come to rest and checks everything.
public final class Survival {
    private static final int CLIENTS = 64;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final Duration REST = Duration.ofMinutes(5);

    private final SurvivalPlan plan;
    private final Consumer<String> says;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /// The options of a run.
    ///
    /// @param seed decides order, moments and sizes
    /// @param rate messages a second
    /// @param length of a fault that lasts
    /// @param faults in this order, those that need a clock of their own last
    /// @param mebibytes of the disk
    public record SurvivalPlan(long seed, int rate, Duration length, List<Fault> faults, int mebibytes) {
        /// Every fault once.
        public static SurvivalPlan each(long seed, int rate, Duration length) {
            return new SurvivalPlan(seed, rate, length, List.of(Fault.values()), 2_048);
        }

        /// Faults drawn from the seed, and enough of them kill -9 of the server or of PostgreSQL.
        public static SurvivalPlan drawn(long seed, int rate, Duration length, int kills) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Fault> faults = new ArrayList<>();
            Fault[] all = Fault.values();
            for (int killed = 0; killed < kills; ) {
                boolean kill = random.nextInt(10) < 7;
                Fault fault = !kill
                        ? all[random.nextInt(all.length)]
                        : random.nextBoolean() ? Fault.SERVER_KILLED : Fault.POSTGRES_KILLED;
                killed += fault == Fault.SERVER_KILLED || fault == Fault.POSTGRES_KILLED ? 1 : 0;
                faults.add(fault);
            }
            return new SurvivalPlan(seed, rate, length, faults, 24_576);
        }
    }

    /// @param says gets a line for each fault as it goes
    public Survival(SurvivalPlan plan, Consumer<String> says) {
        this.plan = plan;
        this.says = says;
    }

    /// Runs it.
    ///
    /// @return what did not hold; empty when all is well
    public List<String> run() throws Exception {
        SplittableRandom random = new SplittableRandom(plan.seed());
        List<Fault> clock = plan.faults().stream().filter(Fault::needsClock).toList();
        List<Fault> others =
                plan.faults().stream().filter(fault -> !fault.needsClock()).toList();
        run(others, random, false);
        if (!clock.isEmpty()) {
            run(clock, random, true);
        }
        return wrong;
    }

    private void run(List<Fault> faults, SplittableRandom random, boolean clock) throws Exception {
        Path folder = Files.createTempDirectory("elchi-survival-");
        try (Ground ground = new Ground(folder, plan.mebibytes(), clock)) {
            Injector injector = new Injector(ground, random, plan.length());
            Checks checks = new Checks(ground);
            Thread load = Thread.ofVirtual().name("load").start(() -> send(ground));
            ground.probe.awaitDelivery();
            try {
                for (Fault fault : faults) {
                    round(ground, injector, checks, fault, random);
                }
                ground.clients.stop();
                load.join();
                rest(ground, injector, checks);
            } finally {
                if (!wrong.isEmpty()) {
                    wrong.add(ground.log());
                }
            }
        }
    }

    private void send(Ground ground) {
        try {
            ground.clients.send(Integer.MAX_VALUE, CLIENTS, plan.rate());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(Ground ground, Injector injector, Checks checks, Fault fault, SplittableRandom random)
            throws Exception {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        if (injector.missing(fault).isPresent()) {
            String line = fault + " SKIPPED: " + injector.missing(fault).get();
            missing.add(line);
            says.accept(line);
            return;
        }
        Duration lasted = injector.inject(fault);
        Duration recovery = ground.probe.awaitDelivery();
        List<String> found = checks.underLoad();
        ground.witness.list(0);
        found.forEach(each -> wrong.add("after " + fault + ": " + each));
        String row = String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %s |",
                fault.text(),
                lasted.toMillis(),
                recovery.toMillis(),
                ground.clients.accepted().size(),
                found.isEmpty() ? "all holds" : String.join("; ", found));
        rows.add(row);
        says.accept(row);
    }

    private void rest(Ground ground, Injector injector, Checks checks) throws Exception {
        long end = System.nanoTime() + REST.toNanos();
        while (!checks.isAtRest() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (!checks.isAtRest()) {
            wrong.add("it does not come to rest: " + Books.open(ground.product));
        }
        // Webhooks follow the last state by a moment.
        TimeUnit.SECONDS.sleep(1);
        long allowed = injector.duplicatesAllowed();
        wrong.addAll(checks.atRest(allowed));
        wrong.addAll(ground.witness.judge());
        says.accept(ground.witness.seen());
        if (ground.clients.refusals().containsKey("internal")) {
            wrong.add(ground.clients.refusals().get("internal") + " requests were answered as an error of ours");
        }
        Totals totals = Totals.of(ground.operators);
        says.accept(String.format(
                Locale.ROOT,
                "%n%,d accepted, refused and tried again %s, %,d without an answer and tried again; the operator took"
                        + " %,d, of which %,d were copies (%,d explained)",
                ground.clients.accepted().size(),
                ground.clients.refusals(),
                ground.clients.silences(),
                totals.accepted(),
                totals.duplicates(),
                allowed));
    }

    /// Faults that were not possible on this machine, with the reason.
    public List<String> missing() {
        return missing;
    }

    /// The faults and their results, in Markdown.
    public String table() {
        return "| fault | lasted ms | then until a new message is delivered, ms | accepted so far | books |\n"
                + "|---|---|---|---|---|\n" + String.join("\n", rows) + "\n";
    }
}
