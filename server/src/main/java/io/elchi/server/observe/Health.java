package io.elchi.server.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Whether the process lives, and whether it should get work: each room adds what it needs to work.
public final class Health {
    /// What a check found.
    ///
    /// @param detail for people; never a secret
    public record Status(boolean up, String detail) {
        public static Status up(String detail) {
            return new Status(true, detail);
        }

        public static Status down(String detail) {
            return new Status(false, detail);
        }
    }

    /// Everything a check said.
    public record Report(boolean up, Map<String, Status> checks) {}

    private final Map<String, Supplier<Status>> readiness = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// Adds a check without which the process is not ready. It must be quick and must not block.
    public void ready(String name, Supplier<Status> check) {
        readiness.put(name, check);
    }

    /// From now on not ready: what balances load shall send it elsewhere.
    public void stopping() {
        stopping = true;
    }

    public Report readiness() {
        Map<String, Status> found = new LinkedHashMap<>();
        if (stopping) {
            found.put("server", Status.down("stopping"));
        }
        readiness.keySet().stream().sorted().forEach(name -> found.put(name, ask(readiness.get(name))));
        return new Report(found.values().stream().allMatch(Status::up), found);
    }

    private static Status ask(Supplier<Status> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return Status.down(e.toString());
        }
    }
}
