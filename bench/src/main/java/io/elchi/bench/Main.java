package io.elchi.bench;

import io.elchi.bench.messagepath.HostileBench;
import io.elchi.bench.messagepath.MessagePathBench;
import io.elchi.bench.messagepath.OverloadBench;
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

    private static final Map<String, Entry> BENCHES = new TreeMap<>(Map.of(
            "smpp-loopback",
            new Entry(
                    "CPU per submit_sm/submit_sm_resp pair, client and server together, beside jSMPP",
                    SmppLoopback::main),
            "message-path",
            new Entry(
                    "the whole message path under load: mode=single|batch rate=0 accounts=50 sessions=1 webhooks=false ...",
                    MessagePathBench::main),
            "overload",
            new Entry(
                    "a multiple of what goes at most, and what it does to OTPs: factor=3 seconds=60",
                    OverloadBench::main),
            "hostile",
            new Entry("each attack of a hostile client, and what it does to OTPs: seconds=60", HostileBench::main),
            "webhooks",
            new Entry(
                    "an endpoint that was away catches up, beside another one: backlog=1000000 rate=50",
                    WebhookBench::main),
            "start",
            new Entry("from the start of the process to ready: times=5", StartBench::main),
            "survive",
            new Entry(
                    "faults under load until many were kill -9: kills=50 rate=1500 seconds=20 seed=...", Survive::main),
            "postgres",
            new Entry(
                    "PostgreSQL's CPU, WAL and storage of a message's life: messages=200000 batch=512 runs=3 accounts=50 ...",
                    MessageCostBench::main),
            "simulator",
            new Entry("submit_sm a second that the simulator takes", SimulatorLoad::main),
            "jmh",
            new Entry("ns and octets per operation of the codec and the text library; options are JMH's", Jmh::run)));

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
