package io.elchi.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Running operators with their control API, for the command and for tests of others.
public final class Simulator implements AutoCloseable {
    private final Later later = Later.system();
    private final Map<String, SimulatedOperator> operators = new LinkedHashMap<>();
    private final ControlApi control;

    private Simulator(ControlApi control) {
        this.control = control;
    }

    /// Starts the operators of these profiles (names or files).
    ///
    /// @param anyPorts free ports instead of the profiles'
    /// @param controlPort of the control API on loopback, 0 for a free one
    /// @throws IOException when a port cannot be had or a profile not be read
    /// @throws IllegalArgumentException when a profile is wrong
    public static Simulator start(List<String> profiles, long seed, boolean anyPorts, int controlPort)
            throws IOException, InterruptedException {
        List<ObjectNode> trees = new ArrayList<>();
        for (String profile : profiles) {
            trees.add(Profiles.read(profile));
        }
        return startTrees(trees, seed, anyPorts, controlPort);
    }

    /// As [#start], on free ports in place of those that another process has.
    ///
    /// @param notice is told of each port that was replaced
    public static Simulator startBesideOthers(
            List<String> profiles, long seed, boolean anyPorts, int controlPort, Consumer<String> notice)
            throws IOException, InterruptedException {
        List<ObjectNode> trees = new ArrayList<>();
        for (String profile : profiles) {
            trees.add(Profiles.read(profile));
        }
        return startTrees(trees, seed, anyPorts, controlPort, notice);
    }

    /// Starts the operators of these profiles, written in YAML, on free ports, the control API on a free one too.
    /// For tests in the same JVM.
    ///
    /// @throws IOException when a profile is not YAML
    /// @throws IllegalArgumentException when a profile is wrong
    public static Simulator of(long seed, String... yamls) throws IOException, InterruptedException {
        List<ObjectNode> trees = new ArrayList<>();
        for (String yaml : yamls) {
            trees.add(Profiles.tree(yaml, "profile " + (trees.size() + 1)));
        }
        return startTrees(trees, seed, true, 0);
    }

    static Simulator startTrees(List<ObjectNode> trees, long seed, boolean anyPorts, int controlPort)
            throws IOException, InterruptedException {
        return startTrees(trees, seed, anyPorts, controlPort, null);
    }

    /// @param notice null: a port that cannot be had is a failure
    private static Simulator startTrees(
            List<ObjectNode> trees, long seed, boolean anyPorts, int controlPort, Consumer<String> notice)
            throws IOException, InterruptedException {
        Simulator simulator = new Simulator(control(controlPort, notice));
        boolean started = false;
        try {
            for (ObjectNode tree : trees) {
                simulator.add(tree, seed, anyPorts, notice);
            }
            simulator.control.start();
            started = true;
            return simulator;
        } finally {
            if (!started) {
                simulator.close();
            }
        }
    }

    private static ControlApi control(int port, Consumer<String> notice) throws IOException {
        try {
            return new ControlApi(port);
        } catch (IOException e) {
            if (notice == null || port == 0) {
                throw e;
            }
            ControlApi control = new ControlApi(0);
            notice.accept(e.getMessage() + "; it listens on " + control.port() + " instead");
            return control;
        }
    }

    private SimulatedOperator operator(ObjectNode tree, long seed, Consumer<String> notice)
            throws IOException, InterruptedException {
        int port = Profiles.profile(tree).port();
        try {
            return new SimulatedOperator(tree, seed, later);
        } catch (IOException e) {
            if (notice == null || port == 0) {
                throw e;
            }
            tree.put("port", 0);
            SimulatedOperator operator = new SimulatedOperator(tree, seed, later);
            notice.accept("port " + port + " cannot be had: " + operator.name() + " listens on " + operator.port()
                    + " instead");
            return operator;
        }
    }

    private void add(ObjectNode tree, long seed, boolean anyPorts, Consumer<String> notice)
            throws IOException, InterruptedException {
        if (anyPorts) {
            tree.put("port", 0);
        }
        String name = Profiles.profile(tree).name();
        if (operators.containsKey(name)) {
            throw new IllegalArgumentException("two operators are named " + name);
        }
        SimulatedOperator operator = operator(tree, seed, notice);
        operators.put(name, operator);
        control.add(operator);
    }

    /// Names and SMPP ports.
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        operators.forEach((name, operator) -> ports.put(name, operator.port()));
        return ports;
    }

    public int controlPort() {
        return control.port();
    }

    /// @throws IllegalArgumentException when there is none of this name
    public SimulatedOperator operator(String name) {
        SimulatedOperator operator = operators.get(name);
        if (operator == null) {
            throw new IllegalArgumentException("no operator '" + name + "', only " + operators.keySet());
        }
        return operator;
    }

    /// Stops in order: takes no more connections, answers what is in progress, unbinds every session; at most as
    /// long as given.
    public void close(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (SimulatedOperator operator : operators.values()) {
            operator.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        close();
    }

    /// Closes every connection at once.
    @Override
    public void close() {
        control.close();
        operators.values().forEach(SimulatedOperator::close);
        later.close();
    }
}
