package io.elchi.simulator;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./elchi simulator`.
@Command(
        name = "elchi simulator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Operators to test against: SMSCs on loopback ports that behave as their profiles say.")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--profile",
            split = ",",
            defaultValue = "beeline,ucell,ums",
            paramLabel = "NAME|FILE",
            description =
                    "profiles that come along (beeline, ucell, ums, perfectum, fast) or YAML files; default ${DEFAULT-VALUE}")
    private List<String> profiles;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed decides the same for the same messages; default ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--control-port",
            defaultValue = "2780",
            description = "HTTP control API on loopback, 0 for any free port; default ${DEFAULT-VALUE}")
    private int controlPort;

    @Option(names = "--any-port", description = "free ports instead of the profiles' own")
    private boolean anyPort;

    public static void main(String... arguments) {
        // Not called logback.xml: a server that has the simulator on its class path logs in its own way.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "simulator-logback.xml");
        }
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    private static void say(String what) {
        System.err.println("elchi simulator: " + what);
    }

    @Override
    public Integer call() throws InterruptedException {
        Simulator simulator;
        try {
            simulator = Simulator.startBesideOthers(profiles, seed, anyPort, controlPort, Main::say);
        } catch (IOException | IllegalArgumentException e) {
            say(e.getMessage());
            return 1;
        }
        simulator.ports().forEach((name, port) -> System.out.printf("%-10s smpp://127.0.0.1:%d%n", name, port));
        System.out.printf("%-10s http://127.0.0.1:%d/operators%n", "control", simulator.controlPort());
        System.out.flush();
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-shutdown"));
        new CountDownLatch(1).await();
        return 0;
    }
}
