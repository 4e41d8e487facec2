package io.elchi.e2e.survival;

import io.elchi.e2e.Books;
import io.elchi.e2e.Build;
import io.elchi.e2e.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Faults of single processes, one after another, at moments drawn from a seed, under a steady load on several
/// gateways and cores. Processes that end are started again, as a supervisor would.
public final class ProcessSurvival {
    private static final int CLIENTS = 32;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final Duration FINAL_WITHIN = Duration.ofMinutes(3);
    private static final Duration STOPPED_FOR = Duration.ofSeconds(15);
    private static final Duration HINTS = Duration.ofSeconds(5);
    /// A part without an answer is sent again by then.
    private static final Duration COPIES_WITHIN = Duration.ofSeconds(7);
    private static final Duration OWNED_WITHIN = Duration.ofSeconds(60);
    /// A killed or paused core: six seconds of its leases, a second and a half until the others look, their binds.
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    private final ProcessPlan plan;
    private final Consumer<String> says;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private long explained;

    /// The options of a run.
    ///
    /// @param seed decides moments and processes
    /// @param rate messages a second
    /// @param builds what the gateways run, in turn, and the cores: of the release before, and of this one
    public record ProcessPlan(
            long seed, int rate, int gateways, int cores, List<ProcessFault> faults, List<Build> builds) {
        /// With this build only.
        public ProcessPlan(long seed, int rate, int gateways, int cores, List<ProcessFault> faults) {
            this(seed, rate, gateways, cores, faults, List.of(Build.own()));
        }

        /// So many faults, drawn from the seed.
        public static ProcessPlan drawn(long seed, int rate, int gateways, int cores, int faults) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ProcessFault> drawn = new ArrayList<>();
            ProcessFault[] all = ProcessFault.values();
            for (int i = 0; i < faults; i++) {
                drawn.add(all[random.nextInt(all.length)]);
            }
            return new ProcessPlan(seed, rate, gateways, cores, drawn);
        }

        Build build(int process) {
            return builds.get(process % builds.size());
        }

        /// The same, and every second process runs the other build.
        public ProcessPlan beside(Build other) {
            return new ProcessPlan(seed, rate, gateways, cores, faults, List.of(Build.own(), other));
        }
    }

    /// @param says gets a line for each fault as it goes
    public ProcessSurvival(ProcessPlan plan, Consumer<String> says) {
        this.plan = plan;
        this.says = says;
    }

    /// Runs it.
    ///
    /// @return what did not hold; empty when all is well
    public List<String> run() throws Exception {
        SplittableRandom random = new SplittableRandom(plan.seed());
        Path folder = Files.createTempDirectory("elchi-processes-");
        try (ProcessGround ground = new ProcessGround(folder, plan)) {
            Thread load = Thread.ofVirtual().name("load").start(() -> send(ground));
            ground.probe.awaitDelivery();
            try {
                for (ProcessFault fault : plan.faults()) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                    round(ground, fault, random);
                }
                ground.clients.stop();
                load.join();
                awaitFinalStates(ground);
            } finally {
                if (!wrong.isEmpty()) {
                    wrong.add(ground.log());
                }
            }
        }
        return wrong;
    }

    private void send(ProcessGround ground) {
        try {
            ground.clients.send(Integer.MAX_VALUE, CLIENTS, plan.rate());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(ProcessGround ground, ProcessFault fault, SplittableRandom random) throws Exception {
        Product one = drawn(ground, fault, random);
        long copies = fault.isDrain() ? settledCopies(ground) : 0;
        Duration takeover = inject(ground, fault, one);
        for (Product each : ground.all()) {
            if (!each.process().isAlive()) {
                each.start();
            }
        }
        Duration delivered = ground.probe.awaitDelivery();
        List<String> found = check(ground, fault, takeover);
        found.addAll(copies(ground, fault, copies));
        ground.witness.list(0);
        found.forEach(each -> wrong.add("after " + fault + ": " + each));
        String row = String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %s |",
                fault.text(),
                takeover.toMillis(),
                delivered.toMillis(),
                ground.clients.accepted().size(),
                found.isEmpty() ? "all holds" : String.join("; ", found));
        rows.add(row);
        says.accept(row);
    }

    private static Product drawn(ProcessGround ground, ProcessFault fault, SplittableRandom random) throws Exception {
        List<Product> possible = fault.isOfCore() ? ground.cores : ground.gateways;
        Product any = possible.get(random.nextInt(possible.size()));
        if (fault.isOfCore() && !ground.owns(any)) {
            for (Product each : possible) {
                if (ground.owns(each)) {
                    return each;
                }
            }
        }
        return any;
    }

    /// @return until every shard has a living owner with all its sessions
    private Duration inject(ProcessGround ground, ProcessFault fault, Product one) throws Exception {
        List<String> gone = new ArrayList<>();
        for (Product each : fault == ProcessFault.CORES_KILLED ? ground.cores : List.of(one)) {
            if (!fault.leavesProcesses()) {
                gone.add(ground.id(each));
            }
        }
        gone.add("none");
        long started = System.nanoTime();
        switch (fault) {
            case CORE_KILLED -> kill(ground, one);
            case GATEWAY_KILLED -> one.kill();
            case CORES_KILLED -> {
                for (Product each : ground.cores) {
                    kill(ground, each);
                }
                List<Thread> starting = new ArrayList<>();
                for (Product each : ground.cores) {
                    starting.add(Thread.ofVirtual().start(() -> start(each)));
                }
                for (Thread each : starting) {
                    each.join();
                }
            }
            case CORE_PAUSED, GATEWAY_PAUSED -> {
                return pause(ground, fault, one, gone);
            }
            case CORE_DRAINED, GATEWAY_DRAINED -> one.process().destroy();
            case LISTEN_CUT -> cut(ground);
            case HINTS_LOST -> {
                while (System.nanoTime() - started < HINTS.toNanos()) {
                    cut(ground);
                }
                started = System.nanoTime();
            }
            case POSTGRES_KILLED ->
                ProcessHandle.of(ground.database.postmaster()).orElseThrow().destroyForcibly();
        }
        Duration takeover = awaitOwned(ground, gone, started);
        if (fault.isDrain()) {
            if (!one.process().waitFor(OWNED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                wrong.add("a process does not stop");
            }
        }
        return takeover;
    }

    private void kill(ProcessGround ground, Product product) throws Exception {
        explained += (long) product.metric("elchi_possible_duplicates_total");
        product.kill();
        explained += ground.inFlight();
    }

    private static void start(Product product) {
        try {
            product.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A core that wakes up finds that its shards are another process's, and ends.
    private Duration pause(ProcessGround ground, ProcessFault fault, Product one, List<String> gone) throws Exception {
        explained += (long) one.metric("elchi_possible_duplicates_total");
        long started = System.nanoTime();
        ground.binds.suspend(fault == ProcessFault.CORE_PAUSED);
        signal("STOP", one);
        if (fault == ProcessFault.CORE_PAUSED) {
            explained += ground.inFlight();
        }
        Duration takeover = awaitOwned(ground, gone, started);
        TimeUnit.NANOSECONDS.sleep(STOPPED_FOR.toNanos() - (System.nanoTime() - started));
        signal("CONT", one);
        if (fault == ProcessFault.CORE_PAUSED && !one.process().waitFor(OWNED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            wrong.add("a core that was paused does not end");
        }
        ground.binds.suspend(false);
        return takeover;
    }

    private static void signal(String name, Product product) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(product.pid()))
                .start()
                .waitFor();
    }

    private static void cut(ProcessGround ground) throws Exception {
        try (Connection connection = ground.database.database();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ~"
                    + " '^elchi:.*/(handoff|hints|listen)$'");
        }
    }

    private static Duration awaitOwned(ProcessGround ground, List<String> gone, long started) throws Exception {
        long end = started + OWNED_WITHIN.toNanos();
        while (!ground.isOwned(gone) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static List<String> check(ProcessGround ground, ProcessFault fault, Duration takeover) throws Exception {
        List<String> found = new ArrayList<>();
        boolean restarts = fault == ProcessFault.CORES_KILLED || fault == ProcessFault.POSTGRES_KILLED;
        if (!restarts && takeover.compareTo(TAKEOVER) > 0) {
            found.add("the takeover took " + takeover);
        }
        try (Connection connection = ground.database.database()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            found.addAll(Books.faults(connection));
            connection.rollback();
        }
        found.addAll(ground.binds.found());
        return found;
    }

    /// The copies, when those of the fault before have come.
    private static long settledCopies(ProcessGround ground) throws Exception {
        long copies = ground.repeated();
        long since = System.nanoTime();
        while (System.nanoTime() - since < COPIES_WITHIN.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(200);
            long now = ground.repeated();
            since = now == copies ? since : System.nanoTime();
            copies = now;
        }
        return copies;
    }

    /// No more parts than were in flight are sent twice, and none when a process stops in order.
    private List<String> copies(ProcessGround ground, ProcessFault fault, long before) throws Exception {
        long now = fault.isDrain() ? settledCopies(ground) : ground.repeated();
        if (fault.isDrain() && now > before) {
            return List.of("an orderly stop cost " + (now - before) + " copies");
        }
        long allowed = explained;
        for (Product each : ground.cores) {
            if (!each.process().isAlive()) {
                // It ended by itself since the fault: a supervisor starts it, whatever else happens.
                each.start();
            }
            allowed += (long) each.metric("elchi_possible_duplicates_total");
        }
        return now > allowed ? List.of(now + " copies so far, " + allowed + " are explained") : List.of();
    }

    private void awaitFinalStates(ProcessGround ground) throws Exception {
        long end = System.nanoTime() + FINAL_WITHIN.toNanos();
        while (!isAtRest(ground) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (!isAtRest(ground)) {
            wrong.add("messages have no final state: " + Books.open(ground.database));
        }
        try (Connection connection = ground.database.database()) {
            wrong.addAll(Books.faultsAtRest(connection));
            wrong.addAll(Books.faultsOfFigures(connection));
            // Receipts of copies whose answers were lost fit nothing.
            long unused = Books.count(
                    connection,
                    "SELECT count(*) FROM messages.unmatched_receipts u JOIN messages.events e"
                            + " ON e.operator_id = u.operator_id AND e.smsc_message_id = u.smsc_message_id"
                            + " WHERE NOT EXISTS (SELECT 1 FROM messages.events r WHERE r.message_id = e.message_id"
                            + " AND r.part = e.part AND r.kind = 6)");
            if (unused > 0) {
                wrong.add(unused + " receipts are unmatched although their ids are known");
            }
        }
        for (Product each : ground.cores) {
            explained += (long) each.metric("elchi_possible_duplicates_total");
        }
        wrong.addAll(ground.witness.judge());
        says.accept(ground.witness.seen());
        long copies = ground.copies();
        if (copies > explained) {
            wrong.add(copies + " copies, " + explained + " are explained");
        }
        if (!ground.clients.abandoned().isEmpty()) {
            wrong.add(ground.clients.abandoned().size() + " messages were not accepted within a minute");
        }
        says.accept(String.format(
                Locale.ROOT,
                "%,d accepted, refused and tried again %s, %,d without an answer; the operators took %,d, of which %,d"
                        + " were copies (%,d explained)",
                ground.clients.accepted().size(),
                ground.clients.refusals(),
                ground.clients.silences(),
                ground.taken(),
                copies,
                explained));
    }

    private static boolean isAtRest(ProcessGround ground) {
        try (Connection connection = ground.database.database()) {
            return Books.count(connection, "SELECT count(*) FROM messages.unfinished") == 0
                    && Books.count(connection, "SELECT count(*) FROM queue.inbox") == 0
                    && ground.receiptsOutstanding() == 0;
        } catch (Exception e) {
            return false;
        }
    }

    /// The faults and their results, in Markdown.
    public String table() {
        return "| fault | until every shard is bound, ms | then until a new message is delivered, ms | accepted so far"
                + " | books |\n|---|---|---|---|---|\n" + String.join("\n", rows) + "\n";
    }
}
