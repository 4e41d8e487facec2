package io.elchi.server.boot;

import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The operators of the demo. The only class that uses the simulator, whose artifact is not a part of the product.
final class SimulatedOperators implements AutoCloseable {
    private static final String SIMULATOR = "io.elchi.simulator.Simulator";
    private static final int CONTROL = 2780;

    private final Simulator simulator;

    private SimulatedOperators(Simulator simulator) {
        this.simulator = simulator;
    }

    /// @throws IOException with a sentence for the user, when the simulator's artifact is not there
    static SimulatedOperators start() throws IOException, InterruptedException {
        try {
            Class.forName(SIMULATOR, false, SimulatedOperators.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException(
                    "the demo needs the simulator: put elchi-simulator.jar into the folder extras beside the server's jar",
                    e);
        }
        List<String> operators =
                DemoData.ALL.stream().map(DemoData.DemoOperator::name).toList();
        try {
            return new SimulatedOperators(Simulator.start(operators, 1, true, CONTROL));
        } catch (IOException ignored) {
            // Somebody has the port: any other will do, it is printed.
            return new SimulatedOperators(Simulator.start(operators, 1, true, 0));
        }
    }

    /// The port of each operator by its name.
    Map<String, Integer> ports() {
        return simulator.ports();
    }

    int controlPort() {
        return simulator.controlPort();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
