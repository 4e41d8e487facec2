package io.elchi.server.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which operators can be reached now, as their links report it. An operator of which nothing is reported counts as
/// reachable: where the links are in another process, routing must not refuse.
public final class OperatorHealth {
    private final Map<Long, Boolean> reachable = new ConcurrentHashMap<>();

    public void report(long operatorId, boolean up) {
        reachable.put(operatorId, up);
    }

    public boolean reachable(long operatorId) {
        return reachable.getOrDefault(operatorId, true);
    }
}
