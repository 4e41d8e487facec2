package io.elchi.server.observe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Liveness and readiness of the process: each module adds its checks.
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /// The state of a part of the process; the worst one is the state of the process.
    public enum Level {
        UP,
        /// It does its work, but somebody should look at it.
        DEGRADED,
        /// It cannot do its work: send it elsewhere.
        DOWN
    }

    /// The result of a check.
    ///
    /// @param detail for every caller; without names of operators, and never a secret
    /// @param inside for administrators; never a secret
    public record Status(Level level, String detail, List<String> inside) {
        public static Status up(String detail) {
            return new Status(Level.UP, detail, List.of());
        }

        public static Status degraded(String detail) {
            return new Status(Level.DEGRADED, detail, List.of());
        }

        public static Status down(String detail) {
            return new Status(Level.DOWN, detail, List.of());
        }

        public Status withInside(List<String> lines) {
            return new Status(level, detail, List.copyOf(lines));
        }
    }

    /// Everything a check said.
    public record Report(Level level, Map<String, Status> checks) {}

    private final Map<String, Supplier<Status>> readiness = new ConcurrentHashMap<>();
    private final Map<String, BooleanSupplier> threads = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile Status server = Status.down("starting");

    /// Adds a check of what the process works with. It must be quick and must not block.
    public void ready(String name, Supplier<Status> check) {
        readiness.put(name, check);
    }

    /// Adds threads without which the process does not do its work and will not do it again.
    ///
    /// @param alive whether all of them are; called for each liveness request, so it must not block
    public void watch(String name, BooleanSupplier alive) {
        threads.put(name, alive);
    }

    /// The names of watched threads.
    public List<String> watched() {
        return threads.keySet().stream().sorted().toList();
    }

    /// The names of those that died; empty while the process stops, when threads end in order.
    public List<String> dead() {
        return stopping
                ? List.of()
                : threads.entrySet().stream()
                        .filter(each -> !each.getValue().getAsBoolean())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
    }

    /// Every part is started.
    public void started() {
        server = Status.up("started");
    }

    /// From now on not ready: what balances load shall send it elsewhere.
    public void stopping() {
        stopping = true;
        server = Status.down("stopping");
    }

    public Report readiness() {
        Map<String, Status> found = new LinkedHashMap<>();
        found.put("server", server);
        readiness.keySet().stream().sorted().forEach(name -> found.put(name, ask(name, readiness.get(name))));
        Level worst =
                found.values().stream().map(Status::level).max(Enum::compareTo).orElse(Level.UP);
        return new Report(worst, found);
    }

    private static Status ask(String name, Supplier<Status> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            LOG.warn("the check '{}' failed", name, e);
            return Status.down("the check failed");
        }
    }
}
