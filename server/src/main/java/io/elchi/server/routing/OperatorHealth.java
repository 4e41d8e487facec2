package io.elchi.server.routing;

import java.util.HashSet;
import java.util.Set;

/// Which operators can be reached now, as their links report it. An operator of which nothing is reported counts as
/// reachable: where the links are in another process, routing must not refuse.
public final class OperatorHealth {
    private volatile Set<Long> unreachable = Set.of();

    public synchronized void report(long operatorId, boolean up) {
        Set<Long> next = new HashSet<>(unreachable);
        if (up ? next.remove(operatorId) : next.add(operatorId)) {
            unreachable = Set.copyOf(next);
        }
    }

    public boolean reachable(long operatorId) {
        return !unreachable.contains(operatorId);
    }

    /// Whether nothing is reported unreachable.
    public boolean allReachable() {
        return unreachable.isEmpty();
    }
}
