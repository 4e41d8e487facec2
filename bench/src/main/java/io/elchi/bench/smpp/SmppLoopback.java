package io.elchi.bench.smpp;

import io.elchi.bench.CpuClock;
import io.elchi.bench.smpp.ElchiStack.Callers;
import io.elchi.bench.smpp.ElchiStack.Handlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Client and server in one process over loopback. For each stack, window and number of sessions: a warm-up, then
/// rounds in turn between the stacks, so that a drift of the machine meets all alike; the median round is printed.
/// CPU is user and system time of the whole process, JIT and collector included, per pair of submit_sm and
/// submit_sm_resp.
public final class SmppLoopback {
    /// The last one measures the cost of a pair without any batching.
    private static final int[][] SHAPES = {{50, 1}, {500, 1}, {50, 8}, {500, 8}, {1, 8}};

    private SmppLoopback() {}

    private record Result(double cpuMicros, double perSecond) {}

    /// Options: `messages=200000 rounds=5 window=50 sessions=8`; without the last two, all shapes.
    public static void main(String... options) throws Exception {
        int messages = option("messages", 200_000, options);
        int rounds = option("rounds", 5, options);
        List<Stack.Factory> stacks = List.of(
                (window, sessions) -> new ElchiStack(Handlers.VIRTUAL_THREADS, Callers.CALLBACKS, window, sessions),
                (window, sessions) -> new ElchiStack(Handlers.VIRTUAL_THREADS, Callers.BLOCKING, window, sessions),
                (window, sessions) -> new ElchiStack(Handlers.EVENT_LOOP, Callers.CALLBACKS, window, sessions),
                JsmppStack::new);
        System.out.printf(
                "%d messages a round, median of %d rounds, %d processors, Java %s%n%n",
                messages, rounds, Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
        System.out.println("| stack | window x sessions | CPU us a pair | pairs/s |");
        System.out.println("|---|---|---|---|");
        int window = option("window", 0, options);
        int sessions = option("sessions", 0, options);
        int[][] shapes = window > 0 && sessions > 0 ? new int[][] {{window, sessions}} : SHAPES;
        for (int[] shape : shapes) {
            measure(stacks, shape[0], shape[1], messages, rounds);
        }
    }

    private static void measure(List<Stack.Factory> factories, int window, int sessions, int messages, int rounds)
            throws Exception {
        List<Stack> stacks = new ArrayList<>();
        List<List<Result>> results = new ArrayList<>();
        for (Stack.Factory factory : factories) {
            Stack stack = factory.open(window, sessions);
            stack.send(messages);
            stacks.add(stack);
            results.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < stacks.size(); i++) {
                results.get(i).add(round(stacks.get(i), messages));
            }
        }
        for (int i = 0; i < stacks.size(); i++) {
            stacks.get(i).close();
            double cpu = median(
                    results.get(i).stream().mapToDouble(Result::cpuMicros).toArray());
            double rate = median(
                    results.get(i).stream().mapToDouble(Result::perSecond).toArray());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d x %d | %.1f | %,.0f |%n",
                    stacks.get(i).name(),
                    window,
                    sessions,
                    cpu,
                    rate);
        }
    }

    private static Result round(Stack stack, int messages) throws Exception {
        System.gc();
        int before = stack.answered();
        long cpu = CpuClock.nanos();
        long start = System.nanoTime();
        stack.send(messages);
        long nanos = System.nanoTime() - start;
        Result result = new Result((CpuClock.nanos() - cpu) / 1e3 / messages, messages / (nanos / 1e9));
        if (stack.answered() - before != messages) {
            throw new IllegalStateException(stack.name() + " answered " + (stack.answered() - before));
        }
        return result;
    }

    private static double median(double... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static int option(String name, int otherwise, String... options) {
        for (String option : options) {
            if (option.startsWith(name + "=")) {
                return Integer.parseInt(option.substring(name.length() + 1));
            }
        }
        return otherwise;
    }
}
