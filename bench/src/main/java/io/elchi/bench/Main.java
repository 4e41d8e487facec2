package io.elchi.bench;

import io.elchi.bench.loading.LoadingBench;
import io.elchi.bench.messagepath.HostileBench;
import io.elchi.bench.messagepath.IdleBindsBench;
import io.elchi.bench.messagepath.ListsBench;
import io.elchi.bench.messagepath.MessagePathBench;
import io.elchi.bench.messagepath.OverloadBench;
import io.elchi.bench.messagepath.ScaleBench;
import io.elchi.bench.messagepath.SmppPathBench;
import io.elchi.bench.messagepath.StartBench;
import io.elchi.bench.messagepath.Survive;
import io.elchi.bench.messagepath.WebhookBench;
import io.elchi.bench.postgres.MessageCostBench;
import io.elchi.bench.simulator.SimulatorLoad;
import io.elchi.bench.smpp.SmppLoopback;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// `./elchi bench NAME [OPTION ...]`.
public final class Main {
    /// One measurement: it prints Markdown to standard output.
    @FunctionalInterface
    public interface Bench {
        void run(String... options) throws Exception;
    }

    private record Entry(String text, Bench bench) {}

    private static final Map<String, Entry> BENCHES = new TreeMap<>(Map.ofEntries(
            entry(
                    "smpp-loopback",
                    "CPU per submit_sm/submit_sm_resp pair, client and server together, beside jSMPP",
                    SmppLoopback::main),
            entry(
                    "message-path",
                    "the whole message path under load: mode=single|batch rate=0 accounts=50 sessions=1 webhooks=false ...",
                    MessagePathBench::main),
            entry(
                    "smpp-path",
                    "clients that submit over SMPP and get a receipt for each message: binds=4 window=100 rate=0 ...",
                    SmppPathBench::main),
            entry(
                    "idle-binds",
                    "resident memory without sessions of clients, and with many that do nothing: binds=500",
                    IdleBindsBench::main),
            entry(
                    "overload",
                    "a multiple of what goes at most, and what it does to OTPs: factor=3 seconds=60",
                    OverloadBench::main),
            entry(
                    "hostile",
                    "each attack of a hostile client, and what it does to OTPs: seconds=60",
                    HostileBench::main),
            entry(
                    "webhooks",
                    "an endpoint that was away catches up, beside another one: backlog=1000000 rate=50",
                    WebhookBench::main),
            entry(
                    "start",
                    "from the start of the process to ready, and a load from then on, second by second: times=3 rate=1000 seconds=10",
                    StartBench::main),
            entry(
                    "lists",
                    "a page of each list and each look-up of a message, in a large store: rows=10000000 times=20",
                    ListsBench::main),
            entry(
                    "loading",
                    "large tables in memory, and a change of one row: accounts=100000 keys=300000 ported=10000000"
                            + " blocks=1000000 prices=2000 changes=50",
                    LoadingBench::main),
            entry(
                    "scale",
                    "one gateway and one core against two and two, each with a share of a core: quota=0.3 seconds=30"
                            + " warmup=20 times=2",
                    ScaleBench::main),
            entry(
                    "survive",
                    "faults under load until many were kill -9: kills=50 rate=1500 seconds=20 seed=...",
                    Survive::main),
            entry(
                    "postgres",
                    "PostgreSQL's CPU, WAL and storage of a message's life: messages=200000 batch=512 runs=3 accounts=50 ...",
                    MessageCostBench::main),
            entry("simulator", "submit_sm a second that the simulator takes", SimulatorLoad::main),
            entry(
                    "jmh",
                    "ns and octets per operation of the codec and the text library; options are JMH's",
                    Jmh::run)));

    private static Map.Entry<String, Entry> entry(String name, String text, Bench bench) {
        return Map.entry(name, new Entry(text, bench));
    }

    private Main() {}

    public static void main(String... arguments) throws Exception {
        // The server's jar names its libraries, and with them a log that nobody asked for here.
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        String name = arguments.length == 0 ? "list" : arguments[0];
        Entry entry = BENCHES.get(name);
        if (entry == null) {
            BENCHES.forEach((key, known) -> System.out.printf("%-16s %s%n", key, known.text()));
            System.exit(name.equals("list") ? 0 : 2);
        }
        entry.bench().run(Arrays.copyOfRange(arguments, 1, arguments.length));
        System.exit(0);
    }
}
